using System.Runtime.InteropServices;
using Slipway.Engine.Ports;

/// <summary>
/// Ctrl-C, SIGTERM and a lost terminal. The first Ctrl-C or SIGTERM asks a run to stop at the next safe point, and ends at once whatever
/// is no run; the second one ends everything at once. A lost terminal (SIGHUP) ends only what is no run: nobody asked a run to stop.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource cancellation = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Action<string> say;

    /// <summary>Takes the signals.</summary>
    /// <param name="say">Says what becomes of the run. It must not fail: nothing catches what a signal handler throws.</param>
    public Signals(Action<string> say)
    {
        this.say = say;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Handle(signal);
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

    /// <summary>Does what a signal asks for.</summary>
    internal void Handle(PosixSignal signal)
    {
        if (signal == PosixSignal.SIGHUP && RunsSteps)
        {
            say("SIGHUP: the terminal is gone. The run goes on to its end; Status and History show how it went.");
            return;
        }

        var name = signal == PosixSignal.SIGINT ? "Ctrl-C" : signal.ToString();
        if (Stop.Ask(name) && RunsSteps)
        {
            say($"{name}: the current step is finished first, then the run is rolled back. A second one ends it at once, half done.");
            return;
        }

        try
        {
            // Elsewhere: what ends then may fail, and must not do so here.
            _ = cancellation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The target has ended meanwhile.
        }
    }
}
