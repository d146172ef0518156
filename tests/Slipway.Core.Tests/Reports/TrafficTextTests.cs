using Slipway.Core.Health;
using Slipway.Core.Reports;

namespace Slipway.Core.Tests.Reports;

public class TrafficTextTests
{
    [Fact]
    public void All_figures_of_a_run_stand_on_a_line() =>
        Assert.Equal(
            "Traffic: dev 412 requests, 2 failed, longest gap 1.3 s, 2 sockets dropped, p99 4 ms before, 6 ms during; prod 640 requests, 0 failed, longest gap 0 s, 1 socket kept, p99 12 ms",
            TrafficText.Line(
            [
                new TrafficFigures
                {
                    Environment = Named.Dev, Requests = 412, FailedRequests = 2, LongestGapMs = 1290, Sockets = 1, DroppedSockets = 2, Before = new LatencyFigures(1, 4.1), During = new LatencyFigures(2, 6.4),
                },
                new TrafficFigures { Environment = Named.Prod, Requests = 640, Sockets = 1, Before = new LatencyFigures(1, 12) },
            ]));

    [Fact]
    public void Where_nothing_was_measured_nothing_is_said() => Assert.Equal("", TrafficText.Line([]));

    [Fact]
    public void What_was_not_measured_is_left_out() =>
        Assert.Equal(
            "Traffic: dev 1 request, 1 failed, longest gap 40 s; prod 2 requests, 0 failed, longest gap 0 s, p99 3 ms during",
            TrafficText.Line(
            [
                new TrafficFigures { Environment = Named.Dev, Requests = 1, FailedRequests = 1, LongestGapMs = 40_000 },
                new TrafficFigures { Environment = Named.Prod, Requests = 2, During = new LatencyFigures(1, 3) },
            ]));
}
