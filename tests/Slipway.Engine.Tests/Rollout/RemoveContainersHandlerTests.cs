using Slipway.Core.Planning.Actions;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Rollout;

public class RemoveContainersHandlerTests : HandlerTest
{
    [Fact]
    public async Task Containers_that_are_not_there_are_not_removed()
    {
        AnswerChanges();
        Fake.Commands.On("docker container inspect", Inspect(Container("api-migrations", "exited")));

        await RunAsync(new RemoveContainers(["shop-dev-api-migrations", "shop-dev-web-migrations"]));

        Assert.Equal(["docker container inspect shop-dev-api-migrations shop-dev-web-migrations", "docker rm --force --volumes shop-dev-api-migrations"], Fake.Commands.Run);
    }
}
