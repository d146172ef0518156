using System.Globalization;
using Slipway.Core.Problems;
using Slipway.Core.Text;

namespace Slipway.Core.Releases;

/// <summary>What operators are told about locks.</summary>
public static class LockMessages
{
    /// <summary>A target is refused because somebody else has the lock.</summary>
    /// <param name="target">The refused target.</param>
    /// <param name="what">What is locked, for example <c>dev</c>.</param>
    /// <param name="holder">Who has it; null where that is not known.</param>
    /// <param name="now">The time.</param>
    public static Failure Refused(string target, string what, Lease? holder, DateTimeOffset now) =>
        new($"{target} was refused: {what} is locked.")
        {
            Why = holder is null
                ? "another command works on it."
                : $"{Holder(holder)} holds the lock for {holder.Doing} since {Time(holder.SinceUtc)}; {Heartbeat(holder, now)}.",
            Do = "wait until it has ended, then run the command again.",
            Now = "nothing was changed by this command.",
        };

    /// <summary>A lock was taken over from an owner who died.</summary>
    /// <param name="what">What is locked, for example <c>dev</c>.</param>
    /// <param name="left">The lease that was left behind.</param>
    /// <param name="reason">What shows that its owner died.</param>
    public static string TookOver(string what, Lease left, string reason) =>
        $"took over the lock of {what}: {Holder(left)} held it for {left.Doing} since {Time(left.SinceUtc)} "
        + $"and ended without releasing it ({reason})";

    /// <summary>How old the last heartbeat is, in whole seconds. The clock of another host may be ahead; that is no age.</summary>
    internal static string Heartbeat(Lease lease, DateTimeOffset now)
    {
        var age = TimeSpan.FromSeconds(Math.Max(0, (long)(now - lease.HeartbeatUtc).TotalSeconds));
        return $"its last heartbeat is {Duration.Text(age)} old";
    }

    private static string Holder(Lease lease) =>
        string.Create(CultureInfo.InvariantCulture, $"{lease.User}@{lease.Host} (process {lease.ProcessId})");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
