using Output;
using Slipway.Core.Health;
using Slipway.Core.Releases;
using Slipway.Engine.Planning;

namespace Slipway.Build.Tests.Output;

public sealed class OutcomeTextTests
{
    [Theory]
    [InlineData(IntentKind.Deploy, "dev is as it should be; nothing to do.", "dev serves at https://dev.shop.test", "Traffic: prod 640 requests, 0 failed, longest gap 0 s")]
    [InlineData(IntentKind.Abort, "the run had changed nothing of dev yet.", "the interrupted run is rolled back; dev is as it was before.", "Traffic: prod 640 requests, 0 failed, longest gap 0 s")]
    public void What_visitors_noticed_is_the_last_line(IntentKind kind, params string[] expected) =>
        Assert.Equal(expected, OutcomeText.Lines(Outcome(kind) with { Traffic = [new TrafficFigures { Environment = Named.Prod, Requests = 640 }] }, hidePassword: false));

    [Fact]
    public void Where_nobody_visited_nothing_is_said_of_it() => Assert.Equal("dev serves at https://dev.shop.test", OutcomeText.Lines(Outcome(IntentKind.Deploy), hidePassword: false).Last());

    private static RunOutcome Outcome(IntentKind kind) =>
        new(new Core.Planning.Plan { Stack = "shop", Intent = new Intent(kind, Named.Dev), Fingerprint = "" }, "https://dev.shop.test", null, false, "/srv/shop/.env.dev");
}
