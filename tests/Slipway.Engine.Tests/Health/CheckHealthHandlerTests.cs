using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Commands;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Stack;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Health;

public class CheckHealthHandlerTests : HandlerTest
{
    [Fact]
    public async Task Healthy_services_and_routes_pass_the_check()
    {
        // A service that runs once and succeeds is healthy.
        AnswerContainers(Container("api", health: "healthy"), Container("init", state: "exited"), Container("api", state: "exited", exitCode: 1, oneOff: true));

        var evidence = await RunAsync(Check("api", "init"));

        Assert.Equal("https://shop.test/health 200, https://shop.test/open 200", evidence);
        Assert.Equal([$"https://shop.test/health at 8443 as developer:{Secret}", "https://shop.test/open at 8443 as nobody:"], Fake.Probe.Asked);
    }

    [Fact]
    public async Task A_database_may_take_its_time_to_let_its_owner_in()
    {
        AnswerContainers(Container("api"));
        var asked = 0;
        Fake.Commands.On("psql", () => ++asked < 3 ? new CommandResult(2, "", "the database system is starting up\n") : new CommandResult(0, "7\n", ""));

        await RunAsync(Check("api") with { Database = Database });

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_database_that_does_not_let_its_owner_in_fails_the_check_since_it_could_not_be_backed_up()
    {
        AnswerContainers(Container("api"));
        Fake.Commands.On("psql", "", $"psql: error: no password supplied {Secret}\n", 2);

        var error = await FailAsync(Check("api") with { Database = Database });

        Assert.Equal(
            "no backup of database shop could be made: db does not answer its owner; let the owner that stack.yaml names in from inside of db's container: "
                + "PGPASSWORD, and PGHOST or PGPORT where they are not the server's own, in db's environment.",
            error.Message);
        Assert.Equal(["psql: error: no password supplied ***"], error.Evidence.AsEnumerable());
        Assert.Empty(Fake.Probe.Asked);
    }

    private static DatabaseQuestion Database => new("shop", "db", Command.Of("docker", "exec", "db", "psql"));

    [Fact]
    public async Task A_service_without_a_container_fails_the_check()
    {
        AnswerContainers(Container("api"));

        var error = await FailAsync(Check("api", "web"));

        Assert.Equal("service web has no container.", error.Message);
        Assert.Empty(error.Evidence);
    }

    [Theory]
    [InlineData("running", "unhealthy", 0, "shop-dev-api is running (unhealthy).")]
    [InlineData("running", "starting", 0, "shop-dev-api is running (starting).")]
    [InlineData("exited", "", 137, "shop-dev-api is exited.")]
    [InlineData("restarting", "", 0, "shop-dev-api is restarting.")]
    public async Task A_service_that_is_unhealthy_fails_the_check_and_its_log_says_why(string state, string health, int exitCode, string expected)
    {
        AnswerContainers(Container("api", state, health, exitCode));
        Fake.Commands.On("docker logs --tail 20 shop-dev-api", "started\n", $"wrong password {Secret}\n");

        var error = await FailAsync(Check("api"));

        Assert.Equal(expected, error.Message);
        Assert.Equal(["started", "wrong password ***"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
        Assert.Empty(Fake.Probe.Asked);
    }

    [Fact]
    public async Task A_route_may_take_its_time()
    {
        AnswerContainers(Container("api"));
        var answers = new Queue<ProbeResult>([new(null, "refused"), new(502, "")]);
        Fake.Probe.Answer = probe => probe.Authenticated && answers.TryDequeue(out var answer) ? answer : new ProbeResult(200, "");

        await RunAsync(Check("api"));

        Assert.Equal(["https://shop.test/health did not answer", "https://shop.test/health answered 502"], Lines);
    }

    [Fact]
    public async Task A_route_has_to_answer_well_several_times_in_a_row()
    {
        AnswerContainers(Container("api"));
        var answers = new Queue<int>([200, 200, 502, 200, 200, 200]);
        Fake.Probe.Answer = probe => new ProbeResult(probe.Authenticated ? answers.Dequeue() : 200, "");

        await RunAsync(Check("api") with { GoodInARow = 3 });

        Assert.Equal(["https://shop.test/health answered 502"], Lines);
        Assert.Equal((6, 3), (Fake.Probe.Asked.Count(line => line.Contains("/health", StringComparison.Ordinal)), Fake.Probe.Asked.Count(line => line.Contains("/open", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_route_that_answers_well_only_at_times_fails_the_check()
    {
        AnswerContainers(Container("api"));
        var asked = 0;
        Fake.Probe.Answer = probe => probe.Authenticated && ++asked % 2 == 0 ? new ProbeResult(502, "bad gateway") : new ProbeResult(200, "");

        Assert.Equal("https://shop.test/health answered 502 at times for 60 s: bad gateway", (await FailAsync(Check("api") with { GoodInARow = 2 })).Message);
    }

    [Fact]
    public async Task A_route_that_answers_other_than_expected_fails_the_check()
    {
        AnswerContainers(Container("api"));
        var probe = new Probe("https://shop.test/health", 8443, true) { Expect = new ExpectedAnswer { Body = "ready" } };
        Fake.Probe.Answer = _ => new ProbeResult(200, $"not yet {Secret}") { Body = $"not yet {Secret}" };

        Assert.Equal("https://shop.test/health answered 200 without the text 'ready' for 60 s: not yet ***", (await FailAsync(Check("api") with { Probes = [probe] })).Message);
    }

    [Fact]
    public async Task A_container_that_ends_while_routes_are_asked_ends_the_check_at_once_with_its_last_lines()
    {
        AnswerContainers(Container("api"));
        var looks = 0;
        Fake.Commands.On("docker container inspect", () => new CommandResult(0, Inspect(++looks <= 2 ? Container("api") : Container("api", "exited", exitCode: 139)), ""));
        Fake.Commands.On("docker logs --tail 20 shop-dev-api", $"segmentation fault at {Secret}\n");
        var wereEnded = 0;
        Fake.Probe.AnswerLater = async (_, cancellation) =>
        {
            await Task.Delay(System.Threading.Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Increment(ref wereEnded);
            throw new OperationCanceledException(cancellation);
        };
        var began = Fake.Clock.GetUtcNow();

        var error = await FailAsync(Check("api"));

        Assert.Equal("shop-dev-api is exited, its last exit code is 139.", error.Message);
        Assert.Equal(["segmentation fault at ***"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
        Assert.Equal((2, TimeSpan.FromSeconds(2)), (wereEnded, Fake.Clock.GetUtcNow() - began));
    }

    [Fact]
    public async Task A_container_that_gives_way_may_end_and_cannot_stand_in_for_the_new_one()
    {
        Steps = [new Step("retire-old", Phase.HealthCheck, "Let api go", "the new release serves", new Retire("shop-dev", [new RetiredService("api", "2026-11-20.2")], TimeSpan.Zero))];
        Fake.Commands.On("docker ps", "old\nnew\n");
        var (looks, state) = (0, "running");
        Fake.Commands.On("docker container inspect old new", () => new CommandResult(0, Inspect(Container("api", looks++ == 0 ? "running" : "exited", release: "2026-11-20.1", id: "old"), Fresh()), ""));
        Fake.Commands.On("docker container inspect new", () => new CommandResult(0, Inspect(Fresh()), ""));

        await RunAsync(Check("api"));

        (looks, state) = (0, "exited");
        Fake.Commands.On("docker logs", "");
        Assert.Equal("shop-dev-api is exited.", (await FailAsync(Check("api"))).Message);

        JsonObject Fresh() => Container("api", state, exitCode: state == "exited" ? 7 : 0, release: "2026-11-20.2", id: "new");
    }

    [Fact]
    public async Task A_container_that_was_started_again_while_routes_answered_well_fails_the_check()
    {
        AnswerContainers(Container("api"));
        var looks = 0;
        Fake.Commands.On("docker container inspect", () =>
        {
            var container = Container("api");
            if (++looks > 1) container["RestartCount"] = 1;
            return new CommandResult(0, Inspect(container), "");
        });
        Fake.Commands.On("docker logs", "");

        Assert.Equal("shop-dev-api ended and was started again.", (await FailAsync(Check("api"))).Message);
    }

    [Theory]
    [InlineData(502, "bad gateway", "https://shop.test/health answered 502 for 60 s: bad gateway")]
    [InlineData(401, $"not {Secret}", "https://shop.test/health answered 401 for 60 s: not ***")]
    [InlineData(302, "", "https://shop.test/health answered 302 for 60 s.")]
    [InlineData(null, "connection refused", "https://shop.test/health did not answer for 60 s: connection refused")]
    public async Task A_route_that_never_answers_200_fails_the_check(int? status, string detail, string expected)
    {
        AnswerContainers(Container("api"));
        Fake.Probe.Answer = probe => probe.Authenticated ? new ProbeResult(status, detail) : new ProbeResult(200, "");

        Assert.Equal(expected, (await FailAsync(Check("api"))).Message);
    }

    private static CheckHealth Check(params ImmutableArray<string> services) => new("shop-dev", services,
        [new Probe("https://shop.test/health", 8443, Authenticated: true), new Probe("https://shop.test/open", 8443, Authenticated: false)], Timeout);
}
