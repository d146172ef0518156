using Slipway.Core.Planning.Actions;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Edge;

public class RemoveNetworkHandlerTests : HandlerTest
{
    [Theory]
    [InlineData("bridge\nfront\n", "", "", true)]
    [InlineData("bridge\nfront\n", "shop-prod\nshop-prod\n", "kept, used by shop-prod", false)]
    [InlineData("bridge\n", "", "does not exist", false)]
    public async Task A_network_is_removed_when_nothing_uses_it(string networks, string users, string expected, bool isRemoved)
    {
        Fake.Commands.On("docker network ls", networks);
        Fake.Commands.On("docker ps", users);
        Fake.Commands.On("docker network rm");

        Assert.Equal(expected, await RunAsync(new RemoveNetwork("front")));
        Assert.Equal(isRemoved, Fake.Commands.Run.Contains("docker network rm front"));
    }
}
