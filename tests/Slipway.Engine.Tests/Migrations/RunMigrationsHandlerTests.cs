using Slipway.Core.Commands;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Migrations;

public class RunMigrationsHandlerTests : HandlerTest
{
    [Fact]
    public async Task What_the_migrations_print_is_their_evidence_without_secrets()
    {
        Fake.Commands.On("docker container inspect", "[]", "no such container", 1);
        Fake.Commands.On("compose run", $"0001_users\n0002_{Secret}\n");

        Assert.Equal("0001_users\n0002_***", await RunAsync(Migrations));
    }

    [Fact]
    public async Task Migrations_of_an_interrupted_run_are_waited_for_and_counted()
    {
        AnswerChanges();
        Fake.Commands.On("docker container inspect", Inspect(Container("migrations", oneOff: true)));
        Fake.Commands.On("docker wait", "0\n");
        Fake.Commands.On("docker logs", "0001_users\n");
        Fake.Commands.On("compose run", "0002_posts\n");

        Assert.Equal("0001_users\n0002_posts", await RunAsync(Migrations));
        Assert.Equal("waiting for shop-dev-migrations, started by an interrupted run", Lines[0]);
        Assert.Equal(
            [
                "docker container inspect shop-dev-migrations", "docker wait shop-dev-migrations", "docker logs shop-dev-migrations", "docker container inspect shop-dev-migrations",
                "docker stop shop-dev-migrations", "docker rm --force --volumes shop-dev-migrations", "compose run",
            ],
            Fake.Commands.Run);
    }

    private static RunMigrations Migrations => new("shop-dev-migrations", Command.Of("compose", "run"));
}
