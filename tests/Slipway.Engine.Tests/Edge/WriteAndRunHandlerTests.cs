using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Edge;

public class WriteAndRunHandlerTests : HandlerTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_edge_is_started_with_the_rules_that_the_plan_gives_it_or_with_those_it_has(bool gives)
    {
        Files["/state/edge/Caddyfile"] = "accepted";
        Fake.Commands.On("compose up");

        await RunAsync(new WriteAndRun("/state/edge.compose.json", "{}", Command.Of("compose", "up")) { Rules = gives ? EdgeFile.Of("Caddyfile", "of the work tree") : null });

        Assert.Equal(gives ? "of the work tree" : "accepted", Files["/state/edge/Caddyfile"]);
    }

    [Fact]
    public async Task An_edge_that_another_run_has_started_meanwhile_is_left_running()
    {
        var start = new WriteAndRun("/state/edge.compose.json", "{}", Command.Of("compose", "up"));
        AnswerEdge();
        Fake.Commands.On("compose up");

        Assert.Equal("", await RunAsync(start));
        Assert.Equal("already running", await RunAsync(start));
        Assert.Single(Fake.Commands.Run, "compose up");
        Assert.Equal(["took /state/edge.lock: DeployDev", "gave back /state/edge.lock"], Fake.Locks.Lines[..2]);
    }
}
