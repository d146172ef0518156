namespace Slipway.Core.Releases;

/// <summary>Whether the holder of a lease is alive.</summary>
/// <param name="IsAlive">Whether it is.</param>
/// <param name="Reason">What shows it, for example <c>its process has ended</c>.</param>
public sealed record LeaseVerdict(bool IsAlive, string Reason)
{
    /// <summary>Judges. On the host of the lease processes decide, seen from another host only heartbeats can.</summary>
    public static LeaseVerdict Of(Lease lease, LeaseWitness witness)
    {
        if (!string.Equals(lease.Host, witness.Host, StringComparison.OrdinalIgnoreCase))
        {
            return new LeaseVerdict(lease.IsFresh(witness.NowUtc), LockMessages.Heartbeat(lease, witness.NowUtc));
        }

        if (lease.BootId.Length > 0 && witness.BootId.Length > 0 && lease.BootId != witness.BootId)
            return new LeaseVerdict(false, "its host was started anew since");
        return witness.Lives(lease.ProcessId, lease.ProcessStartedUtc)
            ? new LeaseVerdict(true, "its process runs")
            : new LeaseVerdict(false, "its process has ended");
    }
}
