using Slipway.Core.Health;

namespace Slipway.Core.Tests.Health;

public class TrafficTallyTests
{
    private readonly TrafficTally tally = new(Named.Prod, 2, TimeSpan.FromMilliseconds(100));

    [Fact]
    public void Where_nobody_asked_there_is_nothing_but_the_gap() =>
        Assert.Equal(new TrafficFigures { Environment = Named.Prod, LongestGapMs = 900 }, tally.Read(Ms(1000)));

    [Fact]
    public void Failures_before_the_first_touch_are_told_apart_from_those_after_it()
    {
        Ended(0, 90, isGood: false);
        tally.Dropped();
        tally.Touch();
        Ended(0, 190, isGood: false);
        Ended(0, 290, isGood: false);
        tally.Dropped();
        Ended(0, 390);
        Ended(1, 390);

        var figures = tally.Read(Ms(400));

        Assert.Equal((5L, 3L, 1L, 2L), (figures.Requests, figures.FailedRequests, figures.FailedBefore, figures.LostRequests));
        Assert.Equal((2, 1, 1), (figures.DroppedSockets, figures.DroppedBefore, figures.LostSockets));
    }

    [Fact]
    public void A_route_that_answers_at_its_pace_has_no_gap()
    {
        for (var at = 20; at < 1000; at += 100)
        {
            Ended(0, at);
            Ended(1, at + (at % 60));
        }

        Assert.Equal(0, tally.Read(Ms(1000)).LongestGapMs);
    }

    [Fact]
    public void The_longest_gap_is_that_between_two_good_answers_of_one_route_less_the_pace()
    {
        for (var at = 100; at <= 3000; at += 100)
        {
            Ended(0, at);
            if (at is <= 500 or >= 2000) Ended(1, at);
            else if (at == 1000) Ended(1, at, isGood: false);
        }

        Assert.Equal(1400, tally.Read(Ms(3000)).LongestGapMs);
    }

    [Fact]
    public void A_gap_that_has_not_ended_counts_up_to_now()
    {
        Ended(0, 100);
        Ended(1, 100);

        Assert.Equal(1900, tally.Read(Ms(2100)).LongestGapMs);
        Ended(0, 2100);
        Ended(1, 2100);
        Assert.Equal(1900, tally.Read(Ms(2200)).LongestGapMs);
    }

    [Fact]
    public void Latencies_are_those_of_good_answers_before_the_first_touch_and_since_then()
    {
        for (var latency = 1; latency <= 200; latency++) Ended(0, latency, latency);
        Ended(0, 300, 5000, isGood: false);
        tally.Touch();
        Ended(1, 400, 7.25);

        var figures = tally.Read(Ms(400));

        Assert.Equal(new LatencyFigures(100, 198), figures.Before);
        Assert.Equal(new LatencyFigures(7.2, 7.2), figures.During);
    }

    [Fact]
    public void Without_a_good_answer_there_is_no_latency() => Assert.Equal((null, null), (tally.Read(default).Before, tally.Read(default).During));

    [Fact]
    public void A_socket_that_was_opened_is_counted()
    {
        tally.Opened();

        Assert.Equal((1, 0), (tally.Read(default).Sockets, tally.Read(default).DroppedSockets));
    }

    private void Ended(int route, double at, double latency = 1, bool isGood = true) => tally.Ended(route, Ms(at), Ms(latency), isGood);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
