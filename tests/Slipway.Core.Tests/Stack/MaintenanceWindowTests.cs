using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Stack;

public class MaintenanceWindowTests
{
    private static readonly MaintenanceWindow Evenings = new("Europe/Berlin",
    [
        new WindowPeriod([DayOfWeek.Monday, DayOfWeek.Friday], new TimeOnly(20, 0), new TimeOnly(23, 30)),
        new WindowPeriod([DayOfWeek.Saturday], new TimeOnly(22, 0), new TimeOnly(2, 0)),
    ]);

    [Theory]
    [InlineData("2026-11-20T18:59:59Z", null)]
    [InlineData("2026-11-20T19:00:00Z", "2026-11-20T22:30:00Z")]
    [InlineData("2026-11-20T22:29:59Z", "2026-11-20T22:30:00Z")]
    [InlineData("2026-11-20T22:30:00Z", null)]
    [InlineData("2026-11-19T20:00:00Z", null)]
    public void It_is_open_from_its_beginning_until_before_its_end_in_its_own_time_zone(string moment, string? end) =>
        Assert.Equal(end is null ? null : Time(end), Evenings.OpenUntil(Time(moment)));

    [Theory]
    [InlineData("2026-11-21T21:00:00Z")]
    [InlineData("2026-11-22T00:59:59Z")]
    public void It_may_end_on_the_next_day(string moment) => Assert.Equal(Time("2026-11-22T01:00:00Z"), Evenings.OpenUntil(Time(moment)));

    [Theory]
    [InlineData("2026-11-20T12:00:00Z", "2026-11-20T19:00:00Z")]
    [InlineData("2026-11-20T19:00:00Z", "2026-11-21T21:00:00Z")]
    [InlineData("2026-11-22T12:00:00Z", "2026-11-23T19:00:00Z")]
    [InlineData("2026-11-23T19:30:00Z", "2026-11-27T19:00:00Z")]
    public void The_next_opening_is_never_more_than_a_week_away(string moment, string opening) => Assert.Equal(Time(opening), Evenings.NextOpening(Time(moment)));

    [Fact]
    public void The_only_period_of_the_week_comes_again_in_a_week()
    {
        var weekly = new MaintenanceWindow("UTC", [new WindowPeriod([DayOfWeek.Friday], new TimeOnly(20, 0), new TimeOnly(21, 0))]);

        Assert.Equal(Time("2026-11-27T20:00:00Z"), weekly.NextOpening(Time("2026-11-20T20:00:00Z")));
    }

    [Fact]
    public void An_hour_that_summer_time_leaves_out_is_the_one_after_it()
    {
        var night = new MaintenanceWindow("Europe/Berlin", [new WindowPeriod([DayOfWeek.Sunday], new TimeOnly(2, 30), new TimeOnly(4, 0))]);

        Assert.Equal(Time("2027-03-28T01:30:00Z"), night.NextOpening(Time("2027-03-27T12:00:00Z")));
        Assert.Equal(Time("2027-03-28T02:00:00Z"), night.OpenUntil(Time("2027-03-28T01:30:00Z")));
    }

    [Fact]
    public void It_reads_as_people_say_it() => Assert.Equal("Mon, Fri 20:00-23:30; Sat 22:00-02:00 (Europe/Berlin)", Evenings.ToString());

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
