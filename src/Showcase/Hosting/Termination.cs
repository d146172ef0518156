using System.Runtime.InteropServices;

namespace Showcase.Hosting;

/// <summary>Turns SIGTERM and SIGINT into a cancellation, for roles without a web host.</summary>
/// <remarks>
/// A process with number 1 in a container has no default action for SIGTERM: without a handler it would be killed when the grace period is
/// over.
/// </remarks>
internal sealed class Termination : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public Termination()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
    }

    /// <summary>Cancelled when the process is asked to stop.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _source.Cancel();
    }
}
