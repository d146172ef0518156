using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Edge;

public class StopEdgeHandlerTests : HandlerTest
{
    [Theory]
    [InlineData("shop-edge\n", "", true)]
    [InlineData("shop-edge\nshop-prod\n", "kept, used by shop-prod", false)]
    public async Task The_edge_is_stopped_when_only_it_is_on_its_network(string users, string expected, bool isStopped)
    {
        Fake.Commands.On("docker ps", users);
        Fake.Commands.On("compose down");
        EdgeRecord.Note(Fake.Files, Desired.Paths, [KeyValuePair.Create(EdgeFile.ComposePath, "c0de")]);

        Assert.Equal(expected, await RunAsync(new StopEdge("caddy_net", Command.Of("compose", "down"))));
        Assert.Equal(isStopped, Fake.Commands.Run.Contains("compose down"));
        Assert.Equal(isStopped ? [] : ["compose c0de"], Applied());
    }
}
