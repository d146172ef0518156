using System.Diagnostics;
using Slipway.Adapters.Files;
using Slipway.Adapters.Processes;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Locks;

/// <summary>
/// Locks that are files. The kernel's lock keeps commands apart; the lease beside it says who, what and since when, and keeps them
/// apart where the kernel's does not: on file systems without it, and between hosts.
/// </summary>
/// <param name="owner">The opaque id of this process.</param>
/// <param name="clock">The clock.</param>
public sealed class FileLocks(string owner, TimeProvider clock) : ILocks
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>More owners than ever die one after the other.</summary>
    private const int MostBefore = 16;

    private readonly string bootId = BootId.Read();

    /// <summary>
    /// How long a state is looked at again that may be another one in a moment: a holder that has not written its lease yet or has just
    /// removed it, or one that dies at this moment: the kernel gives its locks back shortly before its process is gone.
    /// </summary>
    internal TimeSpan Settles { get; init; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IHeldLock? TryTake(string path, string doing, out Lease? holder)
    {
        try
        {
            PrivateFile.CreateFolderOf(path);
            var began = Stopwatch.GetTimestamp();
            while (true)
            {
                var taken = TryOnce(path, doing, out holder, out var mayChange);
                if (!mayChange || Stopwatch.GetElapsedTime(began) > Settles) return taken;
                Thread.Sleep(Pause);
            }
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("lock", path, error);
        }
    }

    /// <inheritdoc />
    public Lease? Read(string path)
    {
        try
        {
            return new LeaseFile(path).Read() is { } lease && Judge(lease).IsAlive ? lease : null;
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("read the lease of", path, error);
        }
    }

    private HeldLock? TryOnce(string path, string doing, out Lease? holder, out bool mayChange)
    {
        var file = new LeaseFile(path);
        var kernelLock = KernelLock.TryTake(path);
        try
        {
            var lease = file.Read();
            var verdict = lease is null ? new LeaseVerdict(false, "") : Judge(lease);
            if (kernelLock is null)
            {
                // Somebody has it; the lease says who, unless it is one that an owner before left. A process that cannot be seen from
                // here, in another container perhaps, still gives its signs of life.
                holder = lease is not null && (verdict.IsAlive || lease.IsFresh(clock.GetUtcNow())) ? lease : null;
                mayChange = !verdict.IsAlive;
                return null;
            }

            // One of our own is left where it could not be removed; the kernel knows that this process holds nothing.
            if (lease?.Owner == owner) lease = null;
            if (lease is not null && verdict.IsAlive)
            {
                holder = lease;
                mayChange = true;
                return null;
            }

            (holder, mayChange) = (null, false);
            var mine = Mine(doing, lease);
            file.Write(mine);
            var taken = new HeldLock(kernelLock, file, mine, clock) { Left = lease, LeftReason = lease is null ? "" : verdict.Reason };
            kernelLock = null;
            return taken;
        }
        finally
        {
            kernelLock?.Dispose();
        }
    }

    private LeaseVerdict Judge(Lease lease) =>
        LeaseVerdict.Of(lease, new LeaseWitness(Environment.MachineName, bootId, clock.GetUtcNow(), LocalProcess.Lives));

    private Lease Mine(string doing, Lease? left)
    {
        var now = clock.GetUtcNow();
        return new Lease
        {
            Owner = owner,
            User = Environment.UserName,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            BootId = bootId,
            ProcessStartedUtc = LocalProcess.OwnStartUtc,
            SinceUtc = now,
            HeartbeatUtc = now,
            Doing = doing,
            Before = left is null ? [] : [.. left.Before.Add(left.Owner).TakeLast(MostBefore)],
        };
    }
}
