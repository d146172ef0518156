using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;

namespace Slipway.Engine.Tests.Runs;

public class EdgeLockTests : HandlerTest
{
    [Fact]
    public async Task The_edge_is_waited_for_while_another_run_changes_it()
    {
        Fake.Locks.Holders["/state/edge.lock"] = Lease;

        var error = await FailAsync(new CreateNetwork("front"));

        Assert.Equal("waiting for the edge, locked by DeployProd: apply-edge", Lines[0]);
        Assert.StartsWith("DeployDev was refused: the edge is locked. bob@elsewhere (process 7) holds the lock for DeployProd: apply-edge", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Empty(Fake.Commands.Run);
    }

    [Fact]
    public async Task What_a_dead_run_has_left_at_work_on_the_edge_is_waited_for()
    {
        Fake.Locks.Left["/state/edge.lock"] = Lease;
        Fake.Commands.On("docker network ls", "front\n");

        await RunAsync(new CreateNetwork("front"));

        Assert.Equal("settle b0b", Fake.Commands.Run[0]);
    }

    [Fact]
    public async Task What_runs_have_left_that_died_one_after_the_other_is_waited_for_too()
    {
        Fake.Locks.Left["/state/edge.lock"] = Lease with { Before = ["a11ce"] };
        Fake.Commands.On("docker network ls", "front\n");

        await RunAsync(new CreateNetwork("front"));

        Assert.Equal(["settle a11ce", "settle b0b"], Fake.Commands.Run.Take(2));
    }

    [Fact]
    public async Task The_edge_is_given_back_where_what_a_dead_run_has_left_does_not_end()
    {
        Fake.Locks.Left["/state/edge.lock"] = Lease;
        Fake.Commands.NeverSettles = true;

        await FailAsync(new CreateNetwork("front"));

        Assert.Equal("gave back /state/edge.lock", Fake.Locks.Lines[^1]);
    }

    private Lease Lease => new()
    {
        Owner = "b0b",
        User = "bob",
        Host = "elsewhere",
        ProcessId = 7,
        SinceUtc = Fake.Clock.GetUtcNow(),
        HeartbeatUtc = Fake.Clock.GetUtcNow(),
        Doing = "DeployProd: apply-edge",
    };
}
