using Slipway.Core.Planning.Actions;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Edge;

public class CreateNetworkHandlerTests : HandlerTest
{
    [Fact]
    public async Task A_network_that_is_there_is_not_made_again()
    {
        Fake.Commands.On("docker network ls", "bridge\nfront\n");
        Fake.Commands.On("docker network create");

        Assert.Equal("exists already", await RunAsync(new CreateNetwork("front")));
        Assert.Equal("", await RunAsync(new CreateNetwork("back")));
        Assert.Equal(["docker network ls --format '{{.Name}}'", "docker network ls --format '{{.Name}}'", "docker network create back"], Fake.Commands.Run);
    }
}
