using Slipway.Core.Health;
using Slipway.Engine.Runs;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Runs;

public class StandingTests
{
    private const string Assumed = "dev still serves release 2026-11-20.1.";

    private static readonly TrafficTarget Web = new(Named.Dev, "https://dev.shop.test/health", 443) { Expects200 = true };
    private static readonly TrafficTarget Api = new(Named.Dev, "https://api.dev.shop.test/", 443) { User = "ann", Password = "open sesame" };

    private readonly FakeHost fake = new();

    [Fact]
    public async Task What_serves_is_said_with_the_answer_of_each_route()
    {
        fake.Probe.Answer = probe => new ProbeResult(probe.Url.Contains("api", StringComparison.Ordinal) ? 404 : 200, "");

        var now = await LookAsync(Web, Api);

        Assert.Equal(
            "dev still serves release 2026-11-20.1: https://dev.shop.test/health answered 200, https://api.dev.shop.test/ answered 404.", now);
        Assert.Contains("https://api.dev.shop.test/ at 443 as ann:open sesame", fake.Probe.Asked);
    }

    [Fact]
    public async Task A_route_that_answers_with_an_error_is_not_said_to_serve()
    {
        fake.Probe.Answer = probe => new ProbeResult(probe.Url.Contains("api", StringComparison.Ordinal) ? null : 502, "");

        var now = await LookAsync(Web, Api);

        Assert.Equal(
            "dev does not answer as before: https://dev.shop.test/health answered 502, https://api.dev.shop.test/ did not answer.", now);
    }

    [Fact]
    public async Task What_starts_again_after_it_was_rolled_back_is_waited_for()
    {
        var asked = 0;
        fake.Probe.Answer = _ => new ProbeResult(++asked < 3 ? 502 : 200, "");

        Assert.Equal("dev still serves release 2026-11-20.1: https://dev.shop.test/health answered 200.", await LookAsync(Web));
    }

    [Fact]
    public async Task Where_nothing_can_be_asked_nothing_is_added() => Assert.Equal(Assumed, await LookAsync());

    [Fact]
    public async Task A_websocket_is_not_asked_for() =>
        Assert.Equal(Assumed, await LookAsync(new TrafficTarget(Named.Dev, "wss://dev.shop.test/ws", 443)));

    private Task<string> LookAsync(params TrafficTarget[] targets) =>
        new Standing(fake.Host, Named.Dev, [.. targets], TimeSpan.FromSeconds(2)).LookAsync(Assumed, CancellationToken.None);
}
