using Slipway.Core.Commands;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Rollout;

public class StartBesideHandlerTests : HandlerTest
{
    [Fact]
    public async Task Containers_next_to_the_old_ones_are_waited_for_and_the_old_ones_left_alone()
    {
        AnswerChanges();
        var states = new Queue<string>(["starting", "starting", "healthy"]);
        Fake.Commands.On("docker ps", "api\nold\n");
        Fake.Commands.On("docker container inspect", () => new CommandResult(0, Inspect(Container("api", health: states.Dequeue(), release: "2026-11-20.2"), Container("old", health: "healthy", release: "2026-11-20.1")), ""));

        var evidence = await RunAsync(Beside);

        Assert.Equal("healthy: shop-dev-api", evidence);
        Assert.Equal(["waiting for shop-dev-api"], Lines);
        Assert.Equal(["compose beside"], Fake.Commands.Detached);
    }

    [Theory]
    [InlineData("running", "unhealthy", 0, "shop-dev-api is unhealthy.")]
    [InlineData("running", "starting", 0, "shop-dev-api did not become healthy in 60 s.")]
    [InlineData("exited", "", 3, "shop-dev-api is exited, its last exit code is 3.")]
    [InlineData("restarting", "", 3, "shop-dev-api is restarting, its last exit code is 3.")]
    public async Task A_container_that_does_not_become_healthy_fails_the_step_with_its_log(string state, string health, int exitCode, string expected)
    {
        AnswerChanges();
        AnswerContainers(Container("api", state, health, exitCode, release: "2026-11-20.2"));
        Fake.Commands.On("docker logs --tail 20 shop-dev-api", $"no table {Secret}\n");

        var error = await FailAsync(Beside);

        Assert.Equal(expected, error.Message);
        Assert.Equal(["no table ***"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
    }

    [Fact]
    public async Task A_container_that_ended_is_not_waited_for()
    {
        var began = Fake.Clock.GetUtcNow();
        AnswerChanges();
        AnswerContainers(Container("api", "exited", exitCode: 3, release: "2026-11-20.2"));
        Fake.Commands.On("docker logs", "");

        await FailAsync(Beside);

        Assert.Equal(began, Fake.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_service_without_a_container_of_the_release_fails_the_step()
    {
        AnswerChanges();
        AnswerContainers(Container("api", health: "healthy", release: "2026-11-20.1"));

        Assert.Equal("service api has 0 containers of release 2026-11-20.2, expected 1.", (await FailAsync(Beside)).Message);
    }
}
