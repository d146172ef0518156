using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Runs;

/// <summary>
/// The lock of the edge, which all environments share: one command at a time may change it, and the others wait, since that takes seconds.
/// </summary>
internal sealed class EdgeLock(Host host, StatePaths paths)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes it, and waits for what those who died there have left at work.</summary>
    /// <param name="target">What the lock says of its holder.</param>
    /// <param name="onLine">Called with whom it waits for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SlipwayException">Somebody has it for minutes.</exception>
    public async Task<IHeldLock> TakeAsync(string target, Action<string> onLine, CancellationToken cancellation)
    {
        var poll = new Poll(host.Clock, Pause, Patience);
        while (true)
        {
            if (host.Locks.TryTake(paths.EdgeLock, target, out var holder) is { } taken)
            {
                try
                {
                    await SettleAsync(taken, onLine, cancellation);
                    return taken;
                }
                catch
                {
                    taken.Dispose();
                    throw;
                }
            }

            if (poll.IsOver)
                throw new SlipwayException(ExitCode.Refused, LockMessages.Refused(target, "the edge", holder, host.Clock.GetUtcNow()));
            onLine($"waiting for the edge, locked by {holder?.Doing ?? "another command"}");
            await poll.PauseAsync(cancellation);
        }
    }

    /// <summary>Programs of those who died there may still be at work on the edge.</summary>
    private async Task SettleAsync(IHeldLock taken, Action<string> onLine, CancellationToken cancellation)
    {
        if (taken.Left is not { } left) return;
        host.Report.Warn(LockMessages.TookOver("the edge", left, taken.LeftReason));
        foreach (var owner in left.Owners) await host.Commands.SettleAsync(owner, Patience, onLine, cancellation);
    }
}
