using Slipway.Core.Commands;
using Slipway.Core.Planning.Actions;

namespace Slipway.Engine.Tests.Runs;

public class StepRunnerTests : HandlerTest
{
    [Fact]
    public async Task Commands_with_effects_outlive_a_kill_and_dumps_questions_and_what_reads_input_do_not()
    {
        AnswerChanges();
        Fake.Commands.On("docker container inspect", "[]", "no such container", 1);
        Fake.Commands.On("compose ");
        Fake.Commands.On("pg_dump", "PGDMP");

        await RunAsync(RunCommands.Of(Command.Of("compose", "up"), Command.Of("compose", "restart")));
        await RunAsync(new RunMigrations("shop-dev-migrate", Command.Of("compose", "migrate")));
        await RunAsync(new WriteAndRun("/state/edge/compose.json", "{}", Command.Of("compose", "edge")));
        await RunAsync(Dump);
        AnswerContainers(Container("api", health: "healthy", release: "2026-11-20.2"));
        await RunAsync(Beside);
        await RunAsync(new Retire("shop-dev", [new RetiredService("api", null)], TimeSpan.Zero));
        AnswerEdge();
        await RunAsync(Edge(UsersFile));

        Assert.Equal(
            [
                "compose up", "compose restart", "compose migrate", "compose edge",
                "compose beside", "docker stop api", "docker rm --force api",
                "docker exec --interactive edge caddy validate", "docker exec --interactive edge caddy reload",
            ],
            Fake.Commands.Detached);
    }
}
