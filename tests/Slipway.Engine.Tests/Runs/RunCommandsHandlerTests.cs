using Slipway.Core.Commands;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;

namespace Slipway.Engine.Tests.Runs;

public class RunCommandsHandlerTests : HandlerTest
{
    [Fact]
    public async Task A_command_that_fails_shows_its_last_lines_without_secrets()
    {
        AnswerContainers();
        AnswerEngine();
        Fake.Commands.On("compose build", string.Concat(Enumerable.Range(1, 30).Select(line => $"line {line}\n")), $"no {Secret}\n", 17);

        var error = await FailAsync(RunCommands.Of(Command.Of("compose", "build"), Command.Of("compose", "up")));

        Assert.Equal("`compose build` ended with exit code 17.", error.Message);
        Assert.Equal([.. Enumerable.Range(12, 19).Select(line => $"line {line}"), "no ***"], error.Evidence.AsEnumerable());
        Assert.Equal("the output", error.EvidenceOf);
        Assert.Equal("no ***", Lines[^1]);
        Assert.DoesNotContain("compose up", Fake.Commands.Run);
    }

    [Fact]
    public async Task A_command_that_fails_over_a_container_shows_what_the_container_logged()
    {
        AnswerContainers(Container("api", "exited", exitCode: 1));
        AnswerEngine();
        Fake.Commands.On("compose up", error: "container shop-dev-api exited (1)\n", exitCode: 1);
        Fake.Commands.On("docker logs", "no such table\n");

        var error = await FailAsync(RunCommands.Of(Command.Of("compose", "up")));

        Assert.Equal(["no such table"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
    }

    [Fact]
    public async Task When_the_engine_has_gone_that_is_what_is_said()
    {
        Fake.Commands.On("docker version", error: "Cannot connect to the Docker daemon\n", exitCode: 1);
        Fake.Commands.On("compose up", error: "connection reset\n", exitCode: 1);

        var error = await FailAsync(RunCommands.Of(Command.Of("compose", "up")));

        Assert.Equal("the Docker engine does not answer. Cannot connect to the Docker daemon", error.Message);
        Assert.Equal("start it (`systemctl start docker`, or `./build.sh --setup` installs and starts one), and check that this user may use it.", error.Remedy);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
    }
}
