using Slipway.Adapters.Files;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Locks;

/// <summary>A lock of this process: the kernel's, and the lease with its sign of life every few seconds.</summary>
internal sealed class HeldLock : IHeldLock
{
    private readonly Lock turn = new();
    private readonly FileStream kernelLock;
    private readonly LeaseFile file;
    private readonly TimeProvider clock;
    private readonly ITimer heart;
    private Lease lease;
    private bool isGivenBack;

    /// <summary>Begins to give signs of life.</summary>
    /// <param name="kernelLock">The kernel's lock; is disposed of with this.</param>
    /// <param name="file">Where the lease lies.</param>
    /// <param name="lease">The lease as it has just been written.</param>
    /// <param name="clock">The clock.</param>
    public HeldLock(FileStream kernelLock, LeaseFile file, Lease lease, TimeProvider clock)
    {
        this.kernelLock = kernelLock;
        this.file = file;
        this.lease = lease;
        this.clock = clock;
        heart = clock.CreateTimer(_ => Beat(), null, Lease.HeartbeatInterval, Lease.HeartbeatInterval);
    }

    /// <inheritdoc />
    public Lease? Left { get; init; }

    /// <inheritdoc />
    public string LeftReason { get; init; } = "";

    /// <inheritdoc />
    public void Note(string doing)
    {
        lock (turn) Write(lease with { Doing = doing });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        heart.Dispose();
        lock (turn)
        {
            if (isGivenBack) return;
            // A heartbeat that waits for its turn at this moment must not bring the lease back.
            isGivenBack = true;
            IfTheDiskAllows(() =>
            {
                if (IsOurs()) file.Delete();
            });
            kernelLock.Dispose();
        }
    }

    /// <summary>Where a disk is slow, a sign of life that is still being written counts for the next one too.</summary>
    private void Beat()
    {
        if (!turn.TryEnter()) return;
        try
        {
            Write(lease);
        }
        finally
        {
            turn.Exit();
        }
    }

    private void Write(Lease next)
    {
        if (isGivenBack) return;
        lease = next with { HeartbeatUtc = clock.GetUtcNow() };
        IfTheDiskAllows(() =>
        {
            if (IsOurs()) file.Write(lease);
        });
    }

    /// <summary>
    /// Whether nobody else has written a lease. Somebody may have where the kernel's locks do not reach across hosts, and this
    /// process slept so long that it passed for dead.
    /// </summary>
    private bool IsOurs() => file.Read() is not { } written || written.Owner == lease.Owner;

    /// <summary>
    /// A full disk must not end a deployment by its lock: on one host the kernel's lock and the process itself say enough.
    /// </summary>
    private static void IfTheDiskAllows(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            // The next sign of life tries again; a lease that could not be removed is one of a process that will have ended.
        }
    }
}
