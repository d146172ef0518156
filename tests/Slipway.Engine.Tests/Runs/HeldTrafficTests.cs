using Slipway.Core.Commands;
using Slipway.Core.Edge;

namespace Slipway.Engine.Tests.Runs;

public class HeldTrafficTests : HandlerTest
{
    [Fact]
    public async Task Requests_wait_while_a_service_is_replaced_in_place_and_go_to_the_new_one_then()
    {
        AnswerChanges();
        AnswerWithEdge();
        Fake.Commands.On("docker events", "");
        Files[Upstream("api")] = "api.2026-11-20.1.shop-dev";
        var (draining, during, after) = ("", "", "");
        Fake.Commands.On("docker ps", () =>
        {
            if (Files[Upstream("api")] == "255.255.255.255") draining = Fake.Commands.IfKilled![Upstream("api")];
            return new CommandResult(0, "", "");
        });
        Fake.Commands.On("docker compose up", () =>
        {
            (during, after) = (Files[Upstream("api")], Fake.Commands.IfKilled![Upstream("api")]);
            return new CommandResult(0, "", "");
        });

        await RunAsync(Start with { Held = [new Upstream("upstreams/shop-dev-api", "api.2026-11-20.2.shop-dev")] });

        Assert.Equal("255.255.255.255", during);
        // Until the new container is on its way, a kill must lead the requests to the old one.
        Assert.Equal(("api.2026-11-20.1.shop-dev", "api.2026-11-20.2.shop-dev"), (draining, after));
        Assert.Equal("api.2026-11-20.2.shop-dev", Files[Upstream("api")]);
        Assert.Null(Fake.Commands.IfKilled);
    }

    [Theory]
    [InlineData("api.2026-11-20.1.shop-dev", "api.2026-11-20.1.shop-dev")]
    [InlineData("255.255.255.255", "api.2026-11-20.2.shop-dev")]
    public async Task Requests_that_were_held_go_on_where_the_replacement_fails(string before, string after)
    {
        AnswerWithEdge();
        AnswerEngine();
        Fake.Commands.On("docker events", "");
        Files[Upstream("api")] = before;
        Fake.Commands.On("docker compose up", "", "no", 1);

        await FailAsync(Start with { Held = [new Upstream("upstreams/shop-dev-api", "api.2026-11-20.2.shop-dev")] });

        Assert.Equal(after, Files[Upstream("api")]);
    }
}
