using System.Collections.Immutable;
using Slipway.Core.Health;

namespace Slipway.Core.Tests.Health;

public class SoakTallyTests
{
    private static readonly Probe Probe = new("https://a.test/health", 443, false);

    private static readonly SoakLimits Limits = new(2, TimeSpan.FromSeconds(5));

    [Fact]
    public void What_came_before_the_first_reading_does_not_count()
    {
        var tally = Edge(0, 0).With(Reading(1000, 500));

        Assert.Equal("0 requests at the edge, 0 errors", SoakTally.Empty.With(Reading(1000, 500)).ToString());
        Assert.Equal("1500 requests at the edge, 500 errors, P95 48 ms", tally.ToString());
    }

    [Theory]
    [InlineData(98, 2, null)]
    [InlineData(147, 3, null)]
    [InlineData(146, 3, "3 of 149 requests failed, more than 2 %.")]
    [InlineData(0, 2, null)]
    [InlineData(0, 3, "3 of 3 requests failed, more than 2 %.")]
    public void Errors_roll_a_release_back_when_they_are_several_and_more_than_the_share(int well, int errors, string? expected) =>
        Assert.Equal(expected, Edge(well, errors).BreachOf(Limits));

    [Fact]
    public void No_error_is_allowed_where_the_share_is_zero_but_two_are_none_yet()
    {
        Assert.Null(Edge(10_000, 2).BreachOf(Limits with { MaxErrorPercent = 0 }));
        Assert.Equal("3 of 10003 requests failed, more than 0 %.", Edge(10_000, 3).BreachOf(Limits with { MaxErrorPercent = 0 }));
    }

    [Theory]
    [InlineData(19, null)]
    [InlineData(20, "the P95 of the time to first byte was over 5000 ms in 20 answers, more than 5000 ms.")]
    public void Slow_answers_roll_a_release_back_when_they_are_many(int slow, string? expected) =>
        Assert.Equal(expected, SoakTally.Empty.With(Reading(0, 0)).With(Reading(slow, 0, slow)).BreachOf(Limits));

    [Fact]
    public void Some_slow_answers_of_two_hundred_are_no_trouble() =>
        Assert.Null(SoakTally.Empty.With(Reading(0, 0)).With(Reading(200, 0, 9)).BreachOf(Limits));

    [Fact]
    public void Its_own_requests_that_fail_unseen_by_the_edge_count_too()
    {
        var tally = Edge(100, 0)
            .With(Probe, new ProbeResult(500, "seen by the edge"))
            .With(Probe, new ProbeResult(404, "not there"))
            .With(Probe, new ProbeResult(null, "no answer in 10 s"))
            .With(Probe, new ProbeResult(200, ""));

        Assert.Equal("101 requests at the edge, 2 errors, P95 48 ms", tally.ToString());
        Assert.Equal(
            "3 of 101 requests failed, more than 2 %. Of Slipway's own requests, the last that failed: https://a.test/health answered 404: not there",
            tally.With(Probe, new ProbeResult(404, "not there")).BreachOf(Limits));
    }

    [Fact]
    public void Where_the_edge_counts_nothing_its_own_requests_are_all_there_is()
    {
        var tally = Enumerable.Range(0, 3).Aggregate(SoakTally.Empty.With(EdgeReading.Empty), (sum, _) => sum.With(Probe, new ProbeResult(503, "")));

        Assert.Equal("3 requests of Slipway's own, 3 errors", tally.ToString());
        Assert.Equal("3 of 3 requests failed, more than 2 %. Of Slipway's own requests, the last that failed: https://a.test/health answered 503", tally.BreachOf(Limits));
    }

    private static SoakTally Edge(int well, int errors) => SoakTally.Empty.With(Reading(0, 0)).With(Reading(well, errors));

    private static EdgeReading Reading(int well, int errors, int slow = 0) => new()
    {
        IsByHost = true,
        ByStatus = ImmutableSortedDictionary<int, double>.Empty.Add(200, well).Add(500, errors),
        Within = ImmutableSortedDictionary<double, double>.Empty.Add(0.05, well - slow).Add(5, well - slow).Add(double.PositiveInfinity, well),
    };
}
