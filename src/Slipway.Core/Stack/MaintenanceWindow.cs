using System.Collections.Immutable;
using System.Globalization;

namespace Slipway.Core.Stack;

/// <summary>The times at which alone an environment may get a new release.</summary>
/// <param name="TimeZone">The time zone of its periods, by its IANA name.</param>
/// <param name="Periods">The periods of the week.</param>
public sealed record MaintenanceWindow(string TimeZone, ImmutableArray<WindowPeriod> Periods)
{
    private const int DaysOfWeek = 7;

    /// <summary>Whether a time zone of this name is known here.</summary>
    public static bool IsTimeZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    /// <summary>When the period that a moment is in ends, in UTC; null where it is in none.</summary>
    public DateTimeOffset? OpenUntil(DateTimeOffset moment) =>
        Times(moment)
            .Where(period => period.Opens <= moment && moment < period.Closes)
            .Select(period => (DateTimeOffset?)period.Closes)
            .Max();

    /// <summary>When the next period begins, in UTC.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset moment) =>
        Times(moment).Select(period => period.Opens).Where(opens => opens > moment).Min();

    /// <summary>For example <c>Mon, Fri 20:00-23:30 (Europe/Berlin)</c>.</summary>
    public override string ToString() => $"{string.Join("; ", Periods)} ({TimeZone})";

    // A week around the moment, the period that began on the day before included: it may end after midnight.
    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> Times(DateTimeOffset moment)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
        return from day in Enumerable.Range(-1, DaysOfWeek + 2).Select(today.AddDays)
               from period in Periods
               where period.Days.Contains(day.DayOfWeek)
               select (At(day, period.From, zone), At(period.To <= period.From ? day.AddDays(1) : day, period.To, zone));
    }

    // An hour that the change to summer time leaves out is the one after it.
    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>A period of certain days of the week.</summary>
/// <param name="Days">The days on which it begins.</param>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; on the next day where that is not after the beginning.</param>
public sealed record WindowPeriod(ImmutableArray<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    /// <summary>For example <c>Mon, Fri 20:00-23:30</c>.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", Days.Select(day => day.ToString()[..3]))} {From:HH:mm}-{To:HH:mm}"
        );
}
