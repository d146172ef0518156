using Slipway.Core.Health;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Health;

public class TrafficTargetsTests
{
    private static readonly EnvironmentDefinition Dev = new()
    {
        Name = Named.Dev,
        Compose = new ComposeProject { Project = "shop-dev", Files = ["shop.yml"] },
        Url = "https://dev.shop.test",
        Access = new AccessDefinition("developer", "its-password"),
        Routes =
        [
            Route("dev.shop.test", "/api/*") with { Health = "/api/health", WebSocket = "/api/ws" },
            Route("dev.shop.test", "/*"),
            Route("dev.shop.test", "/*"),
            Route("files.dev.shop.test", "/files/*") with { WebSocket = "/files/changes" },
            Route("*.dev.shop.test", "/*"),
        ],
    };

    [Fact]
    public void Every_public_route_is_asked_once_and_one_WebSocket_is_held() =>
        Assert.Equal(
            [
                Target("https://dev.shop.test:8443/api/health") with { Expects200 = true },
                Target("https://dev.shop.test:8443/"),
                Target("https://files.dev.shop.test:8443/files/"),
                Target("wss://dev.shop.test:8443/api/ws"),
            ],
            TrafficTargets.Of(Dev, 8443).AsEnumerable());

    [Fact]
    public void The_usual_port_does_not_stand_in_the_address() =>
        Assert.Equal(
            [new TrafficTarget(Named.Prod, "https://shop.test/", 443)],
            TrafficTargets.Of(Dev with { Name = Named.Prod, Access = null, Routes = [Route("shop.test", "/*")] }, 443).AsEnumerable());

    [Theory]
    [InlineData(200, true, true)]
    [InlineData(401, true, false)]
    [InlineData(404, false, true)]
    [InlineData(499, false, true)]
    [InlineData(500, false, false)]
    [InlineData(502, true, false)]
    public void A_health_path_has_to_answer_200_and_any_other_has_to_be_answered_by_the_application(int status, bool expects200, bool isGood) =>
        Assert.Equal(isGood, new TrafficTarget(Named.Dev, "https://dev.shop.test/", 443) { Expects200 = expects200 }.IsGood(status));

    [Fact]
    public void Only_a_WebSocket_is_one() => Assert.Equal([false, false, false, true], TrafficTargets.Of(Dev, 443).Select(target => target.IsWebSocket));

    [Fact]
    public void A_password_is_not_printed() => Assert.DoesNotContain("its-password", Target("https://dev.shop.test:8443/").ToString(), StringComparison.Ordinal);

    private static RouteDefinition Route(string domain, string path) => new() { Domain = domain, Path = path, Services = ["web"], Port = "8080" };

    private static TrafficTarget Target(string url) => new(Named.Dev, url, 8443) { User = "developer", Password = "its-password" };
}
