using System.Globalization;

namespace Slipway.Core.Releases;

/// <summary>What operators are told about the clock.</summary>
public static class ClockMessages
{
    // Time services put a clock right by less than that.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>The clock stands before what the ledger says has happened: it is wrong, or was. Null where it does not.</summary>
    /// <param name="environment">Whose ledger it is.</param>
    /// <param name="latest">The latest moment of the ledger.</param>
    /// <param name="now">What the clock says.</param>
    public static string? Behind(string environment, DateTimeOffset? latest, DateTimeOffset now) =>
        latest is { } entry && entry - now > Tolerance
            ? $"this host's clock says {Time(now)}, and the ledger of {environment} has an entry of {Time(entry)}: "
                + "the clock is behind now, or was ahead then. What came before what is told by the ledger's order; "
                + "`timedatectl` shows whether the clock is right"
            : null;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
