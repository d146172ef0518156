using Slipway.Core.Edge;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Rollout;

public class SwitchTrafficHandlerTests : HandlerTest
{
    [Fact]
    public async Task The_edge_reads_where_to_send_requests_from_a_file_for_each_upstream()
    {
        Files[Upstream("web")] = "web.2026-11-20.1.shop-dev";

        await RunAsync(new SwitchTraffic([new Upstream("upstreams/shop-dev-api", "api.2026-11-20.2.shop-dev"), new Upstream("upstreams/shop-dev-web", null)]));

        Assert.Equal("api.2026-11-20.2.shop-dev", Files[Upstream("api")]);
        Assert.DoesNotContain(Upstream("web"), Files.Keys);
        Assert.Empty(Fake.Commands.Run);
    }
}
