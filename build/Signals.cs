using System.Runtime.InteropServices;
using Slipway.Engine.Ports;

/// <summary>
/// Ctrl-C, SIGTERM and a lost terminal. The first one asks a run to stop at the next safe point, and ends at once whatever
/// is no run; the second one ends everything at once.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource cancellation = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Action<string> say;

    public Signals(Action<string> say)
    {
        this.say = say;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Handle(signal == PosixSignal.SIGINT ? "Ctrl-C" : signal.ToString());
            }));
        }
    }

    /// <summary>What a run looks at between its steps.</summary>
    public StopRequest Stop { get; } = new();

    /// <summary>Whether steps are being run, so that the first signal waits for a safe point.</summary>
    public bool RunsSteps { get; set; }

    /// <summary>Ends what is under way at once.</summary>
    public CancellationToken Token => cancellation.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        cancellation.Dispose();
    }

    private void Handle(string signal)
    {
        if (Stop.Ask(signal) && RunsSteps)
        {
            say($"{signal}: the current step is finished first, then the run is rolled back. A second one ends it at once, half done.");
            return;
        }

        cancellation.Cancel();
    }
}
