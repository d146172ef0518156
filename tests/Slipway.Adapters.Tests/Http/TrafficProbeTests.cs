using System.Collections.Immutable;
using System.Text;
using Slipway.Adapters.Http;
using Slipway.Core.Health;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Tests.Http;

/// <summary>Visits a real TLS server.</summary>
public sealed class TrafficProbeTests : IAsyncDisposable
{
    private readonly VisitedServer server = new();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_address_is_asked_again_and_again_over_one_connection_with_its_user()
    {
        await using var meter = Measure(Target("https://app.localhost/health") with { User = "developer", Password = "pässword:1", Pass = "the-pass" });

        await Soon.UntilAsync(() => server.Requests.Count > 5);

        Assert.Equal(1, server.Connections);
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes("developer:pässword:1"));
        Assert.All(server.Requests, head => Assert.Equal($"GET /health HTTP/1.1\r\nHost: app.localhost\r\nUser-Agent: slipway\r\nAuthorization: Basic {auth}\r\nX-Slipway-Pass: the-pass\r\n\r\n", head));
        var figures = Assert.Single(meter.Read());
        Assert.Equal((Named.Prod, 0L, 0), (figures.Environment, figures.FailedRequests, figures.Sockets));
        Assert.InRange(figures.Requests, 4, 1000);
        Assert.NotNull(figures.Before);
        Assert.Null(figures.During);
    }

    [Fact]
    public async Task A_request_that_is_held_is_a_gap_and_no_failure()
    {
        var hold = new TaskCompletionSource();
        await using var meter = Measure(Target("https://app.localhost/"));
        await Soon.UntilAsync(() => meter.Read()[0].Requests > 2);
        server.Answer = async _ =>
        {
            await hold.Task;
            return (200, "");
        };
        var held = server.Requests.Count;
        await Soon.UntilAsync(() => meter.Read()[0].LongestGapMs > 500);
        Assert.InRange(server.Requests.Count, held, held + 1);

        hold.SetResult();
        var requests = meter.Read()[0].Requests;
        await Soon.UntilAsync(() => meter.Read()[0].Requests > requests + 2);

        Assert.Equal(0, meter.Read()[0].FailedRequests);
        Assert.InRange(meter.Read()[0].LongestGapMs, 500, 60_000);
    }

    [Fact]
    public async Task Answers_from_500_on_are_failures_before_and_after_the_touch()
    {
        server.Answer = _ => Task.FromResult((502, "no upstream"));
        await using var meter = Measure(Target("https://app.localhost/"));
        await Soon.UntilAsync(() => meter.Read()[0].FailedRequests > 2);

        meter.Touch();
        await Soon.UntilAsync(() => meter.Read()[0].LostRequests > 2);

        var figures = meter.Read()[0];
        Assert.Equal(figures.Requests, figures.FailedRequests);
        Assert.InRange(figures.FailedBefore, 3, figures.Requests - 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_is_not_200_is_a_failure_of_a_health_path_only(bool isHealth)
    {
        server.Answer = _ => Task.FromResult((404, ""));
        await using var meter = Measure(Target("https://app.localhost/") with { Expects200 = isHealth });

        await Soon.UntilAsync(() => meter.Read()[0].Requests > 2);

        Assert.Equal(isHealth, meter.Read()[0].FailedRequests > 0);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_a_failure()
    {
        server.Answer = async _ =>
        {
            await server.NeverAsync();
            return (200, "");
        };
        await using var meter = new TrafficProbe(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)).Measure([Target("https://app.localhost/")]);

        await Soon.UntilAsync(() => meter.Read()[0].FailedRequests > 0);
    }

    [Fact]
    public async Task A_connection_that_is_closed_between_two_requests_is_no_failure()
    {
        server.ClosesAfterwards = true;
        await using var meter = Measure(Target("https://app.localhost/"));

        await Soon.UntilAsync(() => meter.Read()[0].Requests > 10);

        Assert.Equal(0, meter.Read()[0].FailedRequests);
        Assert.InRange(server.Connections, 10, 1000);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_made_is_tried_once_more()
    {
        server.BrokenGreetings = 1;
        await using var meter = Measure(Target("https://app.localhost/"));
        await Soon.UntilAsync(() => meter.Read()[0].Requests > 2);
        Assert.Equal(0, meter.Read()[0].FailedRequests);

        server.BrokenGreetings = 2;
        server.ClosesAfterwards = true;
        await Soon.UntilAsync(() => meter.Read()[0].FailedRequests > 0);
    }

    [Fact]
    public async Task A_WebSocket_is_held_counted_when_it_is_dropped_and_opened_again()
    {
        await using var meter = Measure(Target("wss://app.localhost/ws") with { User = "developer", Password = "p" }, Target("https://app.localhost/"));
        await Soon.UntilAsync(() => server.Opened == 1);
        Assert.Contains("\r\nAuthorization: Basic ", server.Requests.First(head => head.StartsWith("GET /ws ", StringComparison.Ordinal)), StringComparison.Ordinal);
        await Soon.UntilAsync(() => meter.Read()[0].Sockets == 1);
        meter.Touch();

        server.DropSockets();
        await Soon.UntilAsync(() => server.Opened == 2);

        var figures = Assert.Single(meter.Read());
        Assert.Equal((1, 1, 1), (figures.Sockets, figures.DroppedSockets, figures.LostSockets));
    }

    [Fact]
    public async Task A_WebSocket_whose_container_is_about_to_go_is_opened_anew_and_not_dropped()
    {
        await using var meter = Measure(Target("wss://app.localhost/ws"));
        await Soon.UntilAsync(() => meter.Read()[0].Sockets == 1);
        meter.Touch();

        meter.Reopen(Named.Dev);
        meter.Reopen(Named.Prod);
        await Soon.UntilAsync(() => server.Opened == 2);

        Assert.Equal(0, meter.Read()[0].DroppedSockets);
        meter.Reopen(Named.Prod);
        await Soon.UntilAsync(() => server.Opened == 3);
    }

    [Fact]
    public async Task The_end_of_the_measurement_is_no_failure()
    {
        server.Answer = async _ =>
        {
            await server.NeverAsync();
            return (200, "");
        };
        var meter = Measure(Target("wss://app.localhost/ws"), Target("https://app.localhost/"));
        await Soon.UntilAsync(() => meter.Read()[0].Sockets == 1 && server.Requests.Count == 2);

        await meter.DisposeAsync();

        Assert.Equal((0L, 0), (meter.Read()[0].Requests, meter.Read()[0].DroppedSockets));
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_a_failure_but_for_names_of_this_machine()
    {
        await using var meter = Measure(Target("https://shop.example/"));

        await Soon.UntilAsync(() => meter.Read()[0].FailedRequests > 0);

        Assert.Empty(server.Requests);
    }

    private TrafficTarget Target(string url) => new(Named.Prod, url, server.Port);

    private static ITrafficMeter Measure(params ImmutableArray<TrafficTarget> targets) => new TrafficProbe(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(40)).Measure(targets);
}
