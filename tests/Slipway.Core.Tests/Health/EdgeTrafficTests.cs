using System.Collections.Immutable;
using Slipway.Core.Health;

namespace Slipway.Core.Tests.Health;

public class EdgeTrafficTests
{
    /// <summary>As Caddy 2.11 prints it, with few of its steps.</summary>
    private const string Metrics = """
        # TYPE caddy_http_request_duration_seconds histogram
        caddy_http_request_duration_seconds_bucket{code="200",handler="subroute",host="a.test",method="GET",server="srv0",le="0.005"} 90
        caddy_http_request_duration_seconds_count{code="200",handler="subroute",host="a.test",method="GET",server="srv0"} 95
        caddy_http_request_duration_seconds_count{code="200",handler="subroute",host="a.test:8443",method="POST",server="srv0"} 5
        caddy_http_request_duration_seconds_count{code="502",handler="subroute",host="a.test",method="GET",server="srv0"} 3
        caddy_http_request_duration_seconds_count{code="404",handler="subroute",host="x.a.test",method="GET",server="srv0"} 7
        caddy_http_request_duration_seconds_count{code="500",handler="subroute",host="other.test",method="GET",server="srv0"} 1000
        caddy_http_request_duration_seconds_count{code="200",handler="static_response",host="a.test",method="GET",server="srv1"} 1000
        # TYPE caddy_http_response_duration_seconds histogram
        caddy_http_response_duration_seconds_bucket{code="200",handler="subroute",host="a.test",method="GET",server="srv0",le="0.005"} 90
        caddy_http_response_duration_seconds_bucket{code="200",handler="subroute",host="a.test",method="GET",server="srv0",le="0.01"} 95
        caddy_http_response_duration_seconds_bucket{code="200",handler="subroute",host="a.test",method="GET",server="srv0",le="+Inf"} 95
        caddy_http_response_duration_seconds_bucket{code="200",handler="subroute",host="a.test",method="POST",server="srv0",le="0.005"} 0
        caddy_http_response_duration_seconds_bucket{code="200",handler="subroute",host="a.test",method="POST",server="srv0",le="0.01"} 5
        caddy_http_response_duration_seconds_bucket{code="200",handler="subroute",host="a.test",method="POST",server="srv0",le="+Inf"} 5
        caddy_http_response_duration_seconds_bucket{code="500",handler="subroute",host="other.test",method="GET",server="srv0",le="+Inf"} 1000
        """;

    [Fact]
    public void A_reading_has_what_the_edge_counted_for_the_hosts_and_nothing_of_others()
    {
        var reading = EdgeReading.Parse(Metrics, ["A.test"]);

        Assert.True(reading.IsByHost);
        Assert.Equal("200 100, 502 3", string.Join(", ", reading.ByStatus.Select(answers => $"{answers.Key} {answers.Value}")));
        Assert.Equal([(0.005, 90), (0.01, 100), (double.PositiveInfinity, 100)], reading.Within.Select(step => (step.Key, step.Value)));
    }

    [Fact]
    public void A_star_stands_for_one_label() =>
        Assert.Equal([404], EdgeReading.Parse(Metrics, ["*.a.test", "*.test.a"]).ByStatus.Keys);

    [Fact]
    public void An_edge_that_does_not_count_by_host_says_nothing()
    {
        var reading = EdgeReading.Parse("""caddy_http_request_duration_seconds_count{code="200",handler="subroute",method="GET",server="srv0"} 95""", ["a.test"]);

        Assert.False(reading.IsByHost);
        Assert.Empty(reading.ByStatus);
        Assert.False(EdgeReading.Parse("", ["a.test"]).IsByHost);
    }

    [Fact]
    public void Traffic_is_what_came_between_two_readings()
    {
        var traffic = EdgeTraffic.Between(Reading((200, 100), (502, 3)), Reading((200, 150), (502, 4), (404, 2), (503, 1)));

        Assert.Equal((54, 2), (traffic.Requests, traffic.Errors));
    }

    [Fact]
    public void Under_maintenance_a_503_is_no_error() =>
        Assert.Equal(1, EdgeTraffic.Between(Reading((503, 1)), Reading((503, 8), (502, 1)), isClosed: true).Errors);

    [Fact]
    public void What_came_since_other_rules_were_loaded_is_all_that_the_second_reading_has()
    {
        var traffic = EdgeTraffic.Between(Reading((200, 100), (502, 3)), Reading((200, 7), (502, 1)));

        Assert.Equal((8, 1), (traffic.Requests, traffic.Errors));
        Assert.Equal(0, EdgeTraffic.Between(Reading((200, 100)), EdgeReading.Empty).Requests);
    }

    [Fact]
    public void Times_add_up()
    {
        var both = new EdgeTraffic { Requests = 1, Errors = 1, Within = Steps((0.005, 1), (double.PositiveInfinity, 1)) }
            .And(new EdgeTraffic { Requests = 2, Within = Steps((0.005, 0), (1, 2), (double.PositiveInfinity, 2)) });

        Assert.Equal((3, 1, 3), (both.Requests, both.Errors, both.Timed));
        Assert.Equal([(0.005, 1), (1, 2), (double.PositiveInfinity, 3)], both.Within.Select(step => (step.Key, step.Value)));
    }

    [Fact]
    public void The_P95_lies_between_two_steps_as_far_as_the_counts_say()
    {
        Assert.Null(EdgeTraffic.None.P95Seconds);
        Assert.Equal(0.00475, P95((0.005, 100), (0.01, 100), (double.PositiveInfinity, 100)), 5);
        Assert.Equal(0.0075, P95((0.005, 90), (0.01, 100), (double.PositiveInfinity, 100)), 5);
        Assert.Equal(double.PositiveInfinity, P95((0.005, 90), (0.01, 94), (double.PositiveInfinity, 100)));
    }

    private static double P95(params (double, double)[] steps) => new EdgeTraffic { Within = Steps(steps) }.P95Seconds!.Value;

    private static ImmutableSortedDictionary<double, double> Steps(params (double Seconds, double Count)[] steps) =>
        ImmutableSortedDictionary.CreateRange(steps.Select(step => KeyValuePair.Create(step.Seconds, step.Count)));

    private static EdgeReading Reading(params (int Status, double Count)[] answers) => new()
    {
        IsByHost = true,
        ByStatus = ImmutableSortedDictionary.CreateRange(answers.Select(answer => KeyValuePair.Create(answer.Status, answer.Count))),
    };
}
