using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Backups;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Json;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Runs;

public class StepRunnerTests
{
    private const string Secret = "a-secret-of-dev";
    private const string Backups = "/state/shop/dev/backups";
    private const string Users = "/state/edge/access/shop-dev.users";
    private const string Site = "/state/edge/sites/shop-dev.caddy";

    private const string EnvPath = "/srv/shop/.env.dev";
    private const string EnvText = $"PASSWORD={Secret}\n";
    private const string EarlierEnv = "PASSWORD=a-secret-of-then\n# of then\n";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly ReleaseId Release = ReleaseId.Parse("2026-11-20.2");

    private static readonly DumpDatabase Dump = new(BackupId.Parse("2026-11-20T141002Z"), "shop", Command.Of("docker", "exec", "db", "pg_dump"), Backups, 2);

    private static readonly StartServices Start = new("shop-dev", Command.Of("docker", "compose", "up"));

    private readonly FakeHost fake = new();
    private readonly List<string> lines = [];
    private ImmutableArray<Step> steps = [];
    private ImmutableArray<string> changes = [];
    private StackDefinition? stack;

    private SortedDictionary<string, string> Files => fake.Files.Texts;

    [Fact]
    public async Task A_plan_that_still_fits_is_as_planned() => Assert.Equal("as planned", await RunAsync(new CheckUnchanged()));

    [Fact]
    public async Task A_plan_that_no_longer_fits_is_refused()
    {
        changes = ["commit was 1111111, is 2222222", "image postgres:15 is gone"];

        var error = await FailAsync(new CheckUnchanged());

        Assert.Equal("since the plan was made:\ncommit was 1111111, is 2222222\nimage postgres:15 is gone", error.Message);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
    }

    [Fact]
    public async Task How_long_replaced_services_were_away_is_part_of_the_evidence()
    {
        fake.Commands.On("compose up");
        fake.Commands.On("docker events", Event("old", "kill", 1_000) + Event("old", "die", 1_500) + Event("new", "start", 2_000) + Event("new", "health_status: healthy", 3_500));

        var evidence = await DoAsync(Start);

        Assert.Equal("away: web 2.5 s", evidence.Text);
        Assert.Equal([KeyValuePair.Create("web", 2.5)], evidence.Away!);
    }

    [Fact]
    public async Task Services_that_nothing_was_replaced_for_leave_no_figure()
    {
        fake.Commands.On("compose up");
        fake.Commands.On("docker events");

        Assert.Equal(new StepEvidence(""), await DoAsync(Start));
    }

    [Fact]
    public async Task Services_that_do_not_start_fail_the_step()
    {
        fake.Commands.On("compose up", "", "no such image\n", 1);
        AnswerEngine();
        AnswerContainers();

        Assert.Equal("`docker compose up` ended with exit code 1.", (await FailAsync(Start)).Message);
    }

    [Fact]
    public async Task A_dump_is_written_down_with_its_size_and_hash()
    {
        fake.Commands.On("pg_dump", "PGDMP");

        var evidence = await RunAsync(Dump);

        Assert.Equal("2026-11-20T141002Z: 5 bytes, sha256 5ha256", evidence);
        Assert.Equal("PGDMP", Files[$"{Backups}/2026-11-20T141002Z.dump"]);
        Assert.Equal(
            """{"id":"2026-11-20T141002Z","environment":"dev","database":"shop","bytes":5,"sha256":"5ha256","createdUtc":"2026-11-20T14:10:02+00:00"}""",
            JsonNode.Parse(Files[$"{Backups}/2026-11-20T141002Z.json"])!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dump_removes_those_beyond_the_number_kept_and_no_other_file()
    {
        foreach (var id in new[] { "2026-11-17T000000Z", "2026-11-18T000000Z", "2026-11-19T000000Z" }) (Files[$"{Backups}/{id}.json"], Files[$"{Backups}/{id}.dump"]) = ("{}", "old");
        Files[$"{Backups}/notes.txt"] = "by hand";
        fake.Commands.On("pg_dump", "PGDMP");

        await RunAsync(Dump);

        Assert.Equal(
            ["2026-11-19T000000Z.dump", "2026-11-19T000000Z.json", "2026-11-20T141002Z.dump", "2026-11-20T141002Z.json", "notes.txt"],
            fake.Files.ListFiles(Backups));
    }

    [Fact]
    public async Task A_dump_that_a_cut_off_run_completed_is_not_taken_again()
    {
        Files[$"{Backups}/{Dump.BackupId}.json"] = "{}";

        Assert.Equal("2026-11-20T141002Z: it is there", await RunAsync(Dump));
        Assert.Empty(fake.Commands.Run);
    }

    [Fact]
    public async Task A_dump_without_its_record_is_taken_again()
    {
        Files[$"{Backups}/{Dump.BackupId}.dump"] = "half";
        fake.Commands.On("pg_dump", () => new CommandResult(0, Files.ContainsKey($"{Backups}/{Dump.BackupId}.dump") ? "over the old one" : "PGDMP", ""));

        await RunAsync(Dump);

        Assert.Equal("PGDMP", Files[$"{Backups}/{Dump.BackupId}.dump"]);
    }

    [Theory]
    [InlineData("", 0, "wrote 0 bytes")]
    [InlineData("", 1, "ended with exit code 1 and wrote 0 bytes")]
    [InlineData("PGDMP", 1, "ended with exit code 1")]
    public async Task A_dump_that_fails_or_is_empty_is_no_backup_and_removes_none(string output, int exitCode, string expected)
    {
        foreach (var id in new[] { "2026-11-17T000000Z", "2026-11-18T000000Z", "2026-11-19T000000Z" }) Files[$"{Backups}/{id}.json"] = "{}";
        fake.Commands.On("pg_dump", output, $"one\npassword {Secret} is wrong\n", exitCode);

        var error = await FailAsync(Dump);

        Assert.StartsWith("`docker exec db pg_dump` ended with exit code ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(["one", "password *** is wrong"], error.Evidence.AsEnumerable());
        Assert.Equal("pg_dump", error.EvidenceOf);
        Assert.Equal(["2026-11-17T000000Z.json", "2026-11-18T000000Z.json", "2026-11-19T000000Z.json"], fake.Files.ListFiles(Backups).Where(name => name.EndsWith(".json", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_edge_gets_its_files_validates_them_loads_them_and_what_was_loaded_is_noted()
    {
        Files[Site] = "old";
        AnswerEdge();

        await RunAsync(Edge(EdgeFile.Of("sites/shop-dev.caddy", "new"), UsersFile, EdgeFile.Of("Caddyfile", "rules")));

        Assert.Equal("new", Files[Site]);
        Assert.Equal("developer $2a$14$hash\n", Files[Users]);
        Assert.Equal("rules", Files["/state/edge/Caddyfile"]);
        Assert.DoesNotContain(Files.Keys, path => path.StartsWith("/state/edge/staged/", StringComparison.Ordinal));
        Assert.Equal(["docker exec --interactive edge caddy validate", "docker exec --interactive edge caddy reload"], CaddyCalls("validate", "reload"));
        Assert.Equal(
            [$"Caddyfile {EdgeFile.Of("", "rules").Fingerprint}", $"access/shop-dev.users {UsersFile.Fingerprint}", $"sites/shop-dev.caddy {EdgeFile.Of("", "new").Fingerprint}"],
            Applied());
    }

    [Fact]
    public async Task A_password_is_hashed_over_standard_input_and_stands_in_no_argument_and_no_file()
    {
        AnswerEdge();

        await RunAsync(Edge(UsersFile));

        Assert.Equal([$"{Secret}\n"], fake.Commands.Inputs);
        Assert.DoesNotContain(fake.Commands.Run, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(Files.Values, text => text.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_site_that_is_gone_is_removed_and_no_longer_counts_as_loaded()
    {
        Files[Site] = "old";
        Files["/state/edge.applied.json"] = """{"sites/shop-dev.caddy":"0ld","Caddyfile":"c4dd7"}""";
        AnswerEdge();

        await RunAsync(Edge(EdgeFile.Removed("sites/shop-dev.caddy")));

        Assert.DoesNotContain(Site, Files.Keys);
        Assert.Equal(["Caddyfile c4dd7"], Applied());
    }

    [Theory]
    [InlineData("validate", new[] { "validate" })]
    [InlineData("reload", new[] { "validate", "reload", "reload" })]
    public async Task Files_that_the_edge_does_not_accept_are_put_back(string failing, string[] called)
    {
        Files[Site] = "old";
        Files["/state/edge/sites/gone.caddy"] = "still wanted";
        Files["/state/edge.applied.json"] = """{"sites/shop-dev.caddy":"0ld"}""";
        AnswerEdge();
        fake.Commands.On($"caddy {failing}", error: $"Error: unrecognized directive {Secret}", exitCode: 1);

        var error = await FailAsync(Edge(EdgeFile.Of("sites/shop-dev.caddy", "new"), EdgeFile.Of("sites/more.caddy", "more"), EdgeFile.Removed("sites/gone.caddy")));

        Assert.StartsWith($"`docker exec --interactive edge caddy {failing}", error.Message, StringComparison.Ordinal);
        Assert.Equal(["Error: unrecognized directive ***"], error.Evidence.AsEnumerable());
        Assert.Equal(called.Select(call => $"docker exec --interactive edge caddy {call}"), CaddyCalls("validate", "reload"));
        Assert.Equal("old", Files[Site]);
        Assert.Equal("still wanted", Files["/state/edge/sites/gone.caddy"]);
        Assert.DoesNotContain("/state/edge/sites/more.caddy", Files.Keys);
        Assert.Equal(["sites/shop-dev.caddy 0ld"], Applied());
    }

    [Fact]
    public async Task Caddy_tries_a_copy_of_everything_that_it_would_read_before_it_can_read_any_of_it()
    {
        Files[Site] = "import /etc/caddy/state/access/shop-dev.users # old";
        Files["/state/edge/Caddyfile"] = "import /etc/caddy/state/sites/*.caddy";
        Files["/state/edge/sites/gone.caddy"] = "goes";
        Files["/state/edge/sites/other.caddy"] = "stays";
        Files["/state/edge/staged/sites/left.caddy"] = "of a run that was killed";
        AnswerEdge();
        var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        fake.Commands.On("caddy validate", () =>
        {
            foreach (var (path, text) in Files.Where(file => file.Key.StartsWith("/state/edge/", StringComparison.Ordinal))) seen[path["/state/edge/".Length..]] = text;
            return new CommandResult(0, "", "");
        });

        await RunAsync(Edge(EdgeFile.Of("sites/shop-dev.caddy", "import /etc/caddy/state/access/shop-dev.users"), UsersFile, EdgeFile.Removed("sites/gone.caddy")));

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Caddyfile"] = "import /etc/caddy/state/sites/*.caddy",
                ["sites/gone.caddy"] = "goes",
                ["sites/other.caddy"] = "stays",
                ["sites/shop-dev.caddy"] = "import /etc/caddy/state/access/shop-dev.users # old",
                ["staged/Caddyfile"] = "import /etc/caddy/state/staged/sites/*.caddy",
                ["staged/access/shop-dev.users"] = "developer $2a$14$hash\n",
                ["staged/sites/other.caddy"] = "stays",
                ["staged/sites/shop-dev.caddy"] = "import /etc/caddy/state/staged/access/shop-dev.users",
            },
            seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_edge_is_started_with_the_rules_that_the_plan_gives_it_or_with_those_it_has(bool gives)
    {
        Files["/state/edge/Caddyfile"] = "accepted";
        fake.Commands.On("compose up");

        await RunAsync(new WriteAndRun("/state/edge.compose.json", "{}", Command.Of("compose", "up")) { Rules = gives ? EdgeFile.Of("Caddyfile", "of the work tree") : null });

        Assert.Equal(gives ? "of the work tree" : "accepted", Files["/state/edge/Caddyfile"]);
    }

    [Fact]
    public async Task A_hash_that_is_none_is_not_written_and_the_files_are_put_back()
    {
        Files[Users] = "developer $2a$14$old\n";
        AnswerEdge();
        fake.Commands.On("hash-password", "usage: caddy");

        var error = await FailAsync(Edge(EdgeFile.Of("sites/shop-dev.caddy", "new"), UsersFile));

        Assert.Equal("caddy could not hash the password of the basic auth.", error.Message);
        Assert.Equal("developer $2a$14$old\n", Files[Users]);
        Assert.DoesNotContain(Site, Files.Keys);
    }

    [Fact]
    public async Task Well_services_and_routes_pass_the_check()
    {
        // A service that runs once and ends well is well.
        AnswerContainers(Container("api", health: "healthy"), Container("init", state: "exited"), Container("api", state: "exited", exitCode: 1, oneOff: true));

        var evidence = await RunAsync(Check("api", "init"));

        Assert.Equal("https://shop.test/health 200, https://shop.test/open 200", evidence);
        Assert.Equal([$"https://shop.test/health at 8443 as developer:{Secret}", "https://shop.test/open at 8443 as nobody:"], fake.Probe.Asked);
    }

    [Fact]
    public async Task A_service_without_a_container_fails_the_check()
    {
        AnswerContainers(Container("api"));

        var error = await FailAsync(Check("api", "web"));

        Assert.Equal("service web has no container.", error.Message);
        Assert.Empty(error.Evidence);
    }

    [Theory]
    [InlineData("running", "unhealthy", 0, "shop-dev-api is running unhealthy.")]
    [InlineData("running", "starting", 0, "shop-dev-api is running starting.")]
    [InlineData("exited", "", 137, "shop-dev-api is exited.")]
    [InlineData("restarting", "", 0, "shop-dev-api is restarting.")]
    public async Task A_service_that_is_not_well_fails_the_check_and_its_log_says_why(string state, string health, int exitCode, string expected)
    {
        AnswerContainers(Container("api", state, health, exitCode));
        fake.Commands.On("docker logs --tail 20 shop-dev-api", "started\n", $"wrong password {Secret}\n");

        var error = await FailAsync(Check("api"));

        Assert.Equal(expected, error.Message);
        Assert.Equal(["started", "wrong password ***"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
        Assert.Empty(fake.Probe.Asked);
    }

    [Fact]
    public async Task A_route_may_take_its_time()
    {
        AnswerContainers(Container("api"));
        var answers = new Queue<ProbeResult>([new(null, "refused"), new(502, "")]);
        fake.Probe.Answer = probe => probe.Authenticated && answers.TryDequeue(out var answer) ? answer : new ProbeResult(200, "");

        await RunAsync(Check("api"));

        Assert.Equal(["https://shop.test/health did not answer", "https://shop.test/health answered 502"], lines);
    }

    [Fact]
    public async Task A_route_has_to_answer_well_several_times_in_a_row()
    {
        AnswerContainers(Container("api"));
        var answers = new Queue<int>([200, 200, 502, 200, 200, 200]);
        fake.Probe.Answer = probe => new ProbeResult(probe.Authenticated ? answers.Dequeue() : 200, "");

        await RunAsync(Check("api") with { GoodInARow = 3 });

        Assert.Equal(["https://shop.test/health answered 502"], lines);
        Assert.Equal((6, 3), (fake.Probe.Asked.Count(line => line.Contains("/health", StringComparison.Ordinal)), fake.Probe.Asked.Count(line => line.Contains("/open", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_route_that_answers_well_only_at_times_fails_the_check()
    {
        AnswerContainers(Container("api"));
        var asked = 0;
        fake.Probe.Answer = probe => probe.Authenticated && ++asked % 2 == 0 ? new ProbeResult(502, "bad gateway") : new ProbeResult(200, "");

        Assert.Equal("https://shop.test/health answered 502 at times for 60 s: bad gateway", (await FailAsync(Check("api") with { GoodInARow = 2 })).Message);
    }

    [Fact]
    public async Task A_route_that_answers_other_than_expected_fails_the_check()
    {
        AnswerContainers(Container("api"));
        var probe = new Probe("https://shop.test/health", 8443, true) { Expect = new ExpectedAnswer { Body = "ready" } };
        fake.Probe.Answer = _ => new ProbeResult(200, $"not yet {Secret}") { Body = $"not yet {Secret}" };

        Assert.Equal("https://shop.test/health answered 200 without the text 'ready' for 60 s: not yet ***", (await FailAsync(Check("api") with { Probes = [probe] })).Message);
    }

    [Fact]
    public async Task A_container_that_ends_while_routes_are_asked_ends_the_check_at_once_with_its_last_lines()
    {
        AnswerContainers(Container("api"));
        var looks = 0;
        fake.Commands.On("docker container inspect", () => new CommandResult(0, Inspect(++looks <= 2 ? Container("api") : Container("api", "exited", exitCode: 139)), ""));
        fake.Commands.On("docker logs --tail 20 shop-dev-api", $"segmentation fault at {Secret}\n");
        var wereEnded = 0;
        fake.Probe.AnswerLater = async (_, cancellation) =>
        {
            await Task.Delay(System.Threading.Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Increment(ref wereEnded);
            throw new OperationCanceledException(cancellation);
        };
        var began = fake.Clock.GetUtcNow();

        var error = await FailAsync(Check("api"));

        Assert.Equal("shop-dev-api is exited, its last exit code is 139.", error.Message);
        Assert.Equal(["segmentation fault at ***"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
        Assert.Equal((2, TimeSpan.FromSeconds(2)), (wereEnded, fake.Clock.GetUtcNow() - began));
    }

    [Fact]
    public async Task A_container_that_gives_way_may_end_and_cannot_stand_in_for_the_new_one()
    {
        steps = [new Step("retire-old", Phase.HealthCheck, "Let api go", "the new release serves", new Retire("shop-dev", [new RetiredService("api", "2026-11-20.2")], TimeSpan.Zero))];
        fake.Commands.On("docker ps", "old\nnew\n");
        var (looks, state) = (0, "running");
        fake.Commands.On("docker container inspect old new", () => new CommandResult(0, Inspect(Container("api", looks++ == 0 ? "running" : "exited", release: "2026-11-20.1", id: "old"), Fresh()), ""));
        fake.Commands.On("docker container inspect new", () => new CommandResult(0, Inspect(Fresh()), ""));

        await RunAsync(Check("api"));

        (looks, state) = (0, "exited");
        fake.Commands.On("docker logs", "");
        Assert.Equal("shop-dev-api is exited.", (await FailAsync(Check("api"))).Message);

        JsonObject Fresh() => Container("api", state, exitCode: state == "exited" ? 7 : 0, release: "2026-11-20.2", id: "new");
    }

    [Fact]
    public async Task A_container_that_was_started_again_while_routes_answered_well_fails_the_check()
    {
        AnswerContainers(Container("api"));
        var looks = 0;
        fake.Commands.On("docker container inspect", () =>
        {
            var container = Container("api");
            if (++looks > 1) container["RestartCount"] = 1;
            return new CommandResult(0, Inspect(container), "");
        });
        fake.Commands.On("docker logs", "");

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
        fake.Probe.Answer = probe => probe.Authenticated ? new ProbeResult(status, detail) : new ProbeResult(200, "");

        Assert.Equal(expected, (await FailAsync(Check("api"))).Message);
    }

    [Fact]
    public async Task A_command_that_fails_shows_its_last_lines_without_secrets()
    {
        AnswerContainers();
        AnswerEngine();
        fake.Commands.On("compose build", string.Concat(Enumerable.Range(1, 30).Select(line => $"line {line}\n")), $"no {Secret}\n", 17);

        var error = await FailAsync(RunCommands.Of(Command.Of("compose", "build"), Command.Of("compose", "up")));

        Assert.Equal("`compose build` ended with exit code 17.", error.Message);
        Assert.Equal([.. Enumerable.Range(12, 19).Select(line => $"line {line}"), "no ***"], error.Evidence.AsEnumerable());
        Assert.Equal("the output", error.EvidenceOf);
        Assert.Equal("no ***", lines[^1]);
        Assert.DoesNotContain("compose up", fake.Commands.Run);
    }

    [Fact]
    public async Task A_command_that_fails_over_a_container_shows_what_the_container_logged()
    {
        AnswerContainers(Container("api", "exited", exitCode: 1));
        AnswerEngine();
        fake.Commands.On("compose up", error: "container shop-dev-api exited (1)\n", exitCode: 1);
        fake.Commands.On("docker logs", "no such table\n");

        var error = await FailAsync(RunCommands.Of(Command.Of("compose", "up")));

        Assert.Equal(["no such table"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
    }

    [Fact]
    public async Task When_the_engine_has_gone_that_is_what_is_said()
    {
        fake.Commands.On("docker version", error: "Cannot connect to the Docker daemon\n", exitCode: 1);
        fake.Commands.On("compose up", error: "connection reset\n", exitCode: 1);

        var error = await FailAsync(RunCommands.Of(Command.Of("compose", "up")));

        Assert.Equal("the Docker engine does not answer. Cannot connect to the Docker daemon", error.Message);
        Assert.Equal("start it (`systemctl start docker`, or `./build.sh --setup` installs and starts one), and check that this user may use it.", error.Remedy);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
    }

    [Fact]
    public async Task What_the_migrations_print_is_their_evidence_without_secrets()
    {
        fake.Commands.On("docker container inspect", "[]", "no such container", 1);
        fake.Commands.On("compose run", $"0001_users\n0002_{Secret}\n");

        Assert.Equal("0001_users\n0002_***", await RunAsync(Migrations));
    }

    [Fact]
    public async Task Migrations_of_a_run_that_was_cut_off_are_waited_for_and_counted()
    {
        AnswerChanges();
        fake.Commands.On("docker container inspect", Inspect(Container("migrations", oneOff: true)));
        fake.Commands.On("docker wait", "0\n");
        fake.Commands.On("docker logs", "0001_users\n");
        fake.Commands.On("compose run", "0002_posts\n");

        Assert.Equal("0001_users\n0002_posts", await RunAsync(Migrations));
        Assert.Equal("waiting for shop-dev-migrations, which a run that was cut off has started", lines[0]);
        Assert.Equal(
            [
                "docker container inspect shop-dev-migrations", "docker wait shop-dev-migrations", "docker logs shop-dev-migrations", "docker container inspect shop-dev-migrations",
                "docker stop shop-dev-migrations", "docker rm --force --volumes shop-dev-migrations", "compose run",
            ],
            fake.Commands.Run);
    }

    [Fact]
    public async Task A_network_that_is_there_is_not_made_again()
    {
        fake.Commands.On("docker network ls", "bridge\nfront\n");
        fake.Commands.On("docker network create");

        Assert.Equal("it is there", await RunAsync(new CreateNetwork("front")));
        Assert.Equal("", await RunAsync(new CreateNetwork("back")));
        Assert.Equal(["docker network ls --format '{{.Name}}'", "docker network ls --format '{{.Name}}'", "docker network create back"], fake.Commands.Run);
    }

    [Theory]
    [InlineData("bridge\nfront\n", "", "", true)]
    [InlineData("bridge\nfront\n", "shop-prod\nshop-prod\n", "it stays: shop-prod uses it", false)]
    [InlineData("bridge\n", "", "it is not there", false)]
    public async Task A_network_is_removed_when_nothing_uses_it(string networks, string users, string expected, bool isRemoved)
    {
        fake.Commands.On("docker network ls", networks);
        fake.Commands.On("docker ps", users);
        fake.Commands.On("docker network rm");

        Assert.Equal(expected, await RunAsync(new RemoveNetwork("front")));
        Assert.Equal(isRemoved, fake.Commands.Run.Contains("docker network rm front"));
    }

    [Theory]
    [InlineData("shop-edge\n", "", true)]
    [InlineData("shop-edge\nshop-prod\n", "it stays: shop-prod uses it", false)]
    public async Task The_edge_is_stopped_when_only_it_is_on_its_network(string users, string expected, bool isStopped)
    {
        fake.Commands.On("docker ps", users);
        fake.Commands.On("compose down");
        EdgeRecord.Note(fake.Files, Desired.Paths, [KeyValuePair.Create(EdgeFile.ComposePath, "c0de")]);

        Assert.Equal(expected, await RunAsync(new StopEdge("caddy_net", Command.Of("compose", "down"))));
        Assert.Equal(isStopped, fake.Commands.Run.Contains("compose down"));
        Assert.Equal(isStopped ? [] : ["compose c0de"], Applied());
    }

    [Fact]
    public async Task The_edge_is_waited_for_while_another_run_changes_it()
    {
        var holder = new Lease { Owner = "b0b", User = "bob", Host = "elsewhere", ProcessId = 7, SinceUtc = fake.Clock.GetUtcNow(), HeartbeatUtc = fake.Clock.GetUtcNow(), Doing = "DeployProd: apply-edge" };
        fake.Locks.Holders["/state/edge.lock"] = holder;

        var error = await FailAsync(new CreateNetwork("front"));

        Assert.Equal("waiting for the edge, which DeployProd: apply-edge works on", lines[0]);
        Assert.StartsWith("DeployDev was refused: the edge is locked. bob@elsewhere (process 7) holds the lock for DeployProd: apply-edge", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Empty(fake.Commands.Run);
    }

    [Fact]
    public async Task What_a_dead_run_has_left_at_work_on_the_edge_is_waited_for()
    {
        fake.Locks.Left["/state/edge.lock"] = new Lease { Owner = "b0b", User = "bob", Host = "elsewhere", ProcessId = 7, SinceUtc = fake.Clock.GetUtcNow(), HeartbeatUtc = fake.Clock.GetUtcNow(), Doing = "DeployProd: apply-edge" };
        fake.Commands.On("docker network ls", "front\n");

        await RunAsync(new CreateNetwork("front"));

        Assert.Equal("settle b0b", fake.Commands.Run[0]);
    }

    [Fact]
    public async Task What_runs_have_left_that_died_one_after_the_other_is_waited_for_too()
    {
        fake.Locks.Left["/state/edge.lock"] = new Lease { Owner = "b0b", Before = ["a11ce"], User = "bob", Host = "elsewhere", ProcessId = 7, SinceUtc = fake.Clock.GetUtcNow(), HeartbeatUtc = fake.Clock.GetUtcNow(), Doing = "DeployProd: apply-edge" };
        fake.Commands.On("docker network ls", "front\n");

        await RunAsync(new CreateNetwork("front"));

        Assert.Equal(["settle a11ce", "settle b0b"], fake.Commands.Run.Take(2));
    }

    [Fact]
    public async Task The_edge_is_given_back_where_what_a_dead_run_has_left_does_not_end()
    {
        fake.Locks.Left["/state/edge.lock"] = new Lease { Owner = "b0b", User = "bob", Host = "elsewhere", ProcessId = 7, SinceUtc = fake.Clock.GetUtcNow(), HeartbeatUtc = fake.Clock.GetUtcNow(), Doing = "DeployProd: apply-edge" };
        fake.Commands.NeverSettles = true;

        await FailAsync(new CreateNetwork("front"));

        Assert.Equal("gave back /state/edge.lock", fake.Locks.Lines[^1]);
    }

    [Fact]
    public async Task An_edge_that_another_run_has_started_meanwhile_is_left_running()
    {
        var start = new WriteAndRun("/state/edge.compose.json", "{}", Command.Of("compose", "up"));
        AnswerEdge();
        fake.Commands.On("compose up");

        Assert.Equal("", await RunAsync(start));
        Assert.Equal("it runs already", await RunAsync(start));
        Assert.Single(fake.Commands.Run, "compose up");
        Assert.Equal(["took /state/edge.lock: DeployDev", "gave back /state/edge.lock"], fake.Locks.Lines[..2]);
    }

    [Fact]
    public async Task Containers_that_are_not_there_are_not_removed()
    {
        AnswerChanges();
        fake.Commands.On("docker container inspect", Inspect(Container("api-migrations", "exited")));

        await RunAsync(new RemoveContainers(["shop-dev-api-migrations", "shop-dev-web-migrations"]));

        Assert.Equal(["docker container inspect shop-dev-api-migrations shop-dev-web-migrations", "docker rm --force --volumes shop-dev-api-migrations"], fake.Commands.Run);
    }

    [Fact]
    public async Task Commands_with_effects_outlive_a_kill_and_dumps_questions_and_what_reads_input_do_not()
    {
        AnswerChanges();
        fake.Commands.On("docker container inspect", "[]", "no such container", 1);
        fake.Commands.On("compose ");
        fake.Commands.On("pg_dump", "PGDMP");

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
                "compose beside", "docker stop api", "docker rm --force --volumes api",
                "docker exec --interactive edge caddy validate", "docker exec --interactive edge caddy reload",
            ],
            fake.Commands.Detached);
    }

    [Fact]
    public async Task Containers_beside_the_old_ones_are_waited_for_and_the_old_ones_left_alone()
    {
        AnswerChanges();
        var states = new Queue<string>(["starting", "starting", "healthy"]);
        fake.Commands.On("docker ps", "api\nold\n");
        fake.Commands.On("docker container inspect", () => new CommandResult(0, Inspect(Container("api", health: states.Dequeue(), release: "2026-11-20.2"), Container("old", health: "healthy", release: "2026-11-20.1")), ""));

        var evidence = await RunAsync(Beside);

        Assert.Equal("healthy: shop-dev-api", evidence);
        Assert.Equal(["waiting for shop-dev-api"], lines);
        Assert.Equal(["compose beside"], fake.Commands.Detached);
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
        fake.Commands.On("docker logs --tail 20 shop-dev-api", $"no table {Secret}\n");

        var error = await FailAsync(Beside);

        Assert.Equal(expected, error.Message);
        Assert.Equal(["no table ***"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
    }

    [Fact]
    public async Task A_container_that_ended_is_not_waited_for()
    {
        var began = fake.Clock.GetUtcNow();
        AnswerChanges();
        AnswerContainers(Container("api", "exited", exitCode: 3, release: "2026-11-20.2"));
        fake.Commands.On("docker logs", "");

        await FailAsync(Beside);

        Assert.Equal(began, fake.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_service_without_a_container_of_the_release_fails_the_step()
    {
        AnswerChanges();
        AnswerContainers(Container("api", health: "healthy", release: "2026-11-20.1"));

        Assert.Equal("service api has 0 containers of release 2026-11-20.2 and not 1.", (await FailAsync(Beside)).Message);
    }

    [Fact]
    public async Task The_edge_is_told_where_to_send_requests_by_a_file_for_each_upstream()
    {
        Files[Upstream("web")] = "web.2026-11-20.1.shop-dev";

        await RunAsync(new SwitchTraffic([new Upstream("upstreams/shop-dev-api", "api.2026-11-20.2.shop-dev"), new Upstream("upstreams/shop-dev-web", null)]));

        Assert.Equal("api.2026-11-20.2.shop-dev", Files[Upstream("api")]);
        Assert.DoesNotContain(Upstream("web"), Files.Keys);
        Assert.Empty(fake.Commands.Run);
    }

    [Fact]
    public async Task Containers_that_give_way_are_stopped_when_the_edge_has_nothing_in_flight_at_them()
    {
        AnswerChanges();
        AnswerWithEdge(Container("api", address: "10.0.0.2", release: "2026-11-20.1", id: "old"), Container("api", address: "10.0.0.3", release: "2026-11-20.2", id: "new"), Container("web", id: "web"));
        var counts = new Queue<int>([2, 2, 0, 1, 0, 0]);
        fake.Commands.On("wget", () => new CommandResult(0, $$"""[{"address":"10.0.0.2:8080","num_requests":{{counts.Dequeue()}},"fails":0},{"address":"10.0.0.3:8080","num_requests":9,"fails":0}]""", ""));

        var evidence = await RunAsync(new Retire("shop-dev", [new RetiredService("api", "2026-11-20.2")], TimeSpan.FromSeconds(30)));

        Assert.Equal("shop-dev-api", evidence);
        Assert.Empty(counts);
        Assert.Equal(["docker stop old", "docker rm --force --volumes old"], fake.Commands.Detached);
        Assert.Equal(["2 in flight at the old containers, 30 s left", "0 in flight at the old containers, 30 s left", "1 in flight at the old containers, 29 s left", "0 in flight at the old containers, 29 s left"], lines);
    }

    [Fact]
    public async Task What_is_still_in_flight_when_the_time_is_up_is_told()
    {
        AnswerChanges();
        AnswerWithEdge(Container("api", address: "10.0.0.2", release: "2026-11-20.1", id: "old"));
        fake.Commands.On("wget", """[{"address":"10.0.0.2:8080","num_requests":1,"fails":0}]""");

        var evidence = await RunAsync(new Retire("shop-dev", [new RetiredService("api", "2026-11-20.2")], TimeSpan.FromSeconds(5)));

        Assert.Equal("shop-dev-api; 1 request or socket was still open after 5 s", evidence);
    }

    [Fact]
    public async Task Requests_wait_while_a_service_is_replaced_in_place_and_go_to_the_new_one_then()
    {
        AnswerChanges();
        AnswerWithEdge();
        fake.Commands.On("docker events", "");
        Files[Upstream("api")] = "api.2026-11-20.1.shop-dev";
        var (draining, during, will) = ("", "", "");
        fake.Commands.On("docker ps", () =>
        {
            if (Files[Upstream("api")] == "255.255.255.255") draining = fake.Commands.Will![Upstream("api")];
            return new CommandResult(0, "", "");
        });
        fake.Commands.On("docker compose up", () =>
        {
            (during, will) = (Files[Upstream("api")], fake.Commands.Will![Upstream("api")]);
            return new CommandResult(0, "", "");
        });

        await RunAsync(Start with { Held = [new Upstream("upstreams/shop-dev-api", "api.2026-11-20.2.shop-dev")] });

        Assert.Equal("255.255.255.255", during);
        // Until the new container is on its way, a kill must lead the requests to the old one.
        Assert.Equal(("api.2026-11-20.1.shop-dev", "api.2026-11-20.2.shop-dev"), (draining, will));
        Assert.Equal("api.2026-11-20.2.shop-dev", Files[Upstream("api")]);
        Assert.Null(fake.Commands.Will);
    }

    [Theory]
    [InlineData("api.2026-11-20.1.shop-dev", "api.2026-11-20.1.shop-dev")]
    [InlineData("255.255.255.255", "api.2026-11-20.2.shop-dev")]
    public async Task Requests_that_were_held_go_on_where_the_replacement_fails(string before, string after)
    {
        AnswerWithEdge();
        AnswerEngine();
        fake.Commands.On("docker events", "");
        Files[Upstream("api")] = before;
        fake.Commands.On("docker compose up", "", "no", 1);

        await FailAsync(Start with { Held = [new Upstream("upstreams/shop-dev-api", "api.2026-11-20.2.shop-dev")] });

        Assert.Equal(after, Files[Upstream("api")]);
    }

    [Fact]
    public async Task A_release_is_written_down_with_the_ids_of_its_images()
    {
        fake.Commands.On("docker image inspect shop-dev-api:2026-11-20.2", """[{"Id": "sha256:1f", "RepoTags": ["shop-dev-api:2026-11-20.2"]}]""");

        var evidence = await RunAsync(WriteRelease);

        Assert.Equal("api sha256:1f", evidence);
        var manifest = new ReleaseStore(fake.Files, Desired.Paths, "dev").ReadManifest(Release)!;
        Assert.Equal(new ReleaseService { Image = "shop-dev-api:2026-11-20.2", ImageId = "sha256:1f", Specification = "s", Build = "b", Since = Release }, manifest.Services["api"]);
        Assert.Equal(("dev", "e", "release", "c0ffee"), (manifest.Environment, manifest.EnvFileFingerprint, manifest.Fingerprint, manifest.Source.Snapshot));
        Assert.Equal("shop-dev-api:2026-11-20.2", (string?)JsonNode.Parse(Files["/state/shop/dev/releases/2026-11-20.2/compose.json"])!["services"]!["api"]!["image"]);
        Assert.DoesNotContain(Secret, Files["/state/shop/dev/releases/2026-11-20.2/release.json"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_keeps_its_env_file_its_routes_and_who_made_it_and_notes_the_hash_of_its_compose_file()
    {
        fake.Commands.On("docker image inspect shop-dev-api:2026-11-20.2", """[{"Id": "sha256:1f", "RepoTags": ["shop-dev-api:2026-11-20.2"]}]""");

        await RunAsync(WriteRelease);

        var manifest = new ReleaseStore(fake.Files, Desired.Paths, "dev").ReadManifest(Release)!;
        Assert.Equal(EnvText, Files[$"/state/shop/dev/env/{manifest.EnvVersion}"]);
        Assert.Equal(StatePaths.EnvVersionName(CanonicalJson.Sha256(EnvText)), manifest.EnvVersion);
        Assert.Equal(CanonicalJson.Sha256(Files["/state/shop/dev/releases/2026-11-20.2/compose.json"]), manifest.ComposeFingerprint);
        Assert.Equal("ada@host", manifest.By);
        Assert.Equal(new ReleaseAccess(UsersFile.Path, "developer", UsersFile.Fingerprint), manifest.Access);
        Assert.Equal("shop.test /* api 8080 /health", string.Join("; ", manifest.Routes!.Value.Select(route => $"{route.Domain} {route.Path} {string.Join(',', route.Services)} {route.Port} {route.Health}")));
    }

    [Fact]
    public void A_release_of_an_older_format_is_read()
    {
        Files[Desired.Paths.Manifest("dev", Release)] =
            """
            {"id":"2026-11-20.2","environment":"dev","createdUtc":"2026-11-20T14:10:02+00:00","source":{"commit":null,"dirty":false},"fingerprint":"f","envFileFingerprint":"e",
             "services":{"api":{"image":"i","imageId":"sha256:1f","specification":"s","since":"2026-11-20.2"}},"volumes":["v"],"sites":{}}
            """;

        var manifest = new ReleaseStore(fake.Files, Desired.Paths, "dev").ReadManifest(Release)!;

        Assert.Equal((null, null, null, null, null), (manifest.By, manifest.EnvVersion, manifest.ComposeFingerprint, manifest.Routes, manifest.Access));
    }

    [Theory]
    [InlineData("EDITED=by-hand\n")]
    [InlineData(EnvText)]
    [InlineData(null)]
    public async Task An_env_file_comes_back_after_the_one_that_is_there_was_kept(string? present)
    {
        if (present is not null) Files[EnvPath] = present;
        var version = Versions.Keep(EarlierEnv);

        await RunAsync(Restore(EarlierEnv, EnvText));

        Assert.Equal(EarlierEnv, Files[EnvPath]);
        foreach (var text in new[] { present, EnvText, EarlierEnv }.OfType<string>()) Assert.Equal(text, Versions.Read(CanonicalJson.Sha256(text)));
        Assert.Equal("it is there", await RunAsync(Restore(EarlierEnv, EnvText)));
        Assert.Contains(version, fake.Files.ListFiles("/state/shop/dev/env"));

        await RunAsync(Restore(EnvText, EarlierEnv));

        Assert.Equal(EnvText, Files[EnvPath]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another text")]
    public async Task An_env_file_whose_version_is_gone_or_damaged_is_left_alone(string? damage)
    {
        Files[EnvPath] = EnvText;
        if (damage is not null) Files[$"/state/shop/dev/env/{StatePaths.EnvVersionName(CanonicalJson.Sha256(EarlierEnv))}"] = damage;

        var error = await FailAsync(Restore(EarlierEnv, EnvText));

        Assert.Equal($"/state/shop/dev/env/{StatePaths.EnvVersionName(CanonicalJson.Sha256(EarlierEnv))} is missing, or not as it was kept.", error.Message);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(EnvText, Files[EnvPath]);
    }

    [Fact]
    public void A_version_that_was_damaged_is_mended_when_it_is_kept_again()
    {
        var name = Versions.Keep(EarlierEnv);
        Files[$"/state/shop/dev/env/{name}"] = "another text";
        Assert.Null(Versions.Read(CanonicalJson.Sha256(EarlierEnv)));

        Versions.Keep(EarlierEnv);

        Assert.Equal(EarlierEnv, Versions.Read(CanonicalJson.Sha256(EarlierEnv)));
    }

    [Fact]
    public async Task The_edge_is_given_the_password_of_the_env_file_that_the_users_were_made_from()
    {
        AnswerEdge();
        Versions.Keep("PASSWORD=the-password-of-then\n");

        await RunAsync(Edge(EdgeFile.Users("access/shop-dev.users", "developer", "the-password-of-then")));

        Assert.Equal(["the-password-of-then\n"], fake.Commands.Inputs);
    }

    [Fact]
    public async Task A_password_that_is_in_no_env_file_is_not_guessed()
    {
        AnswerEdge();
        Files[Users] = "developer $2a$14$old\n";

        var error = await FailAsync(Edge(EdgeFile.Users("access/shop-dev.users", "developer", "nobody-knows")));

        Assert.Equal("the password of developer for access/shop-dev.users is in no env file that is known.", error.Message);
        Assert.Equal("developer $2a$14$old\n", Files[Users]);
        Assert.Empty(fake.Commands.Inputs);
    }

    [Fact]
    public async Task A_release_whose_image_the_engine_lacks_is_not_written_down()
    {
        fake.Commands.On("docker image inspect", "[]", "No such image", 1);

        var error = await FailAsync(WriteRelease);

        Assert.Equal("the engine has no image shop-dev-api:2026-11-20.2 although it was built or pulled.", error.Message);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_new_env_file_is_written_and_the_operator_is_told()
    {
        await RunAsync(new WriteEnvFile("/srv/shop/.env.dev"));

        Assert.Equal($"PASSWORD={Secret}\n", Files["/srv/shop/.env.dev"]);
        Assert.Equal(["warn made /srv/shop/.env.dev with fresh random secrets (mode 0600); keep it, the data is locked with them"], fake.Report.Lines);
    }

    [Fact]
    public async Task An_env_file_that_has_come_to_be_there_is_not_overwritten()
    {
        Files["/srv/shop/.env.dev"] = "PASSWORD=by-hand\n";

        var error = await FailAsync(new WriteEnvFile("/srv/shop/.env.dev"));

        Assert.Equal("/srv/shop/.env.dev has come to be there since the plan was made; it is not overwritten.", error.Message);
        Assert.Equal("PASSWORD=by-hand\n", Files["/srv/shop/.env.dev"]);
    }

    [Fact]
    public async Task Certificates_are_made_in_their_folder()
    {
        await RunAsync(new CreateCertificates(new CertificateDefinition { Name = "mqtt", Directory = "data", ServerNames = ["mqtt"] }, "/srv/shop/data"));

        Assert.Equal(["/srv/shop/data"], fake.Certificates.Made);
    }

    [Fact]
    public async Task Environments_that_do_not_reach_each_other_are_evidence()
    {
        stack = FakeShops.Stack;
        _ = new FakeShops(fake);

        Assert.Equal("12 questions, nothing reached that should not be", await RunAsync(new VerifyIsolation(["prod", "dev"])));
    }

    [Fact]
    public async Task What_one_environment_reaches_of_the_other_fails_the_step_with_what_mends_it()
    {
        stack = FakeShops.Stack;
        new FakeShops(fake).Answer(endpoint => endpoint == "10.2.0.2:8080");

        var error = await FailAsync(new VerifyIsolation(["prod", "dev"]));

        Assert.Equal("prod reaches shop-dev-api of dev on network shop-dev_default: it answers at 10.2.0.2:8080.", error.Message);
        Assert.Equal("nothing of prod is on shop-dev_default, so the engine should keep them apart: look for rules of the host's firewall that let bridges talk to each other (iptables -S DOCKER-USER)", error.Remedy);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
    }

    [Fact]
    public async Task A_guard_that_holds_lets_the_release_through()
    {
        fake.Clock.Limit = Session.Timeout;
        fake.Commands.On("docker exec");

        Assert.Equal("it holds", await RunAsync(Ask(Session)));
    }

    [Fact]
    public async Task A_guard_is_asked_again_until_it_holds()
    {
        fake.Clock.Limit = Session.Timeout;
        var answers = new Queue<int>([1, 1, 0]);
        fake.Commands.On("docker exec", () => new CommandResult(answers.Dequeue(), "a session is active", ""));

        var evidence = await RunAsync(Ask(Session with { Wait = TimeSpan.FromSeconds(60) }));

        Assert.Equal("it holds, at attempt 3", evidence);
        Assert.Equal(["waiting for: no active session; 60 s left", "waiting for: no active session; 55 s left"], lines);
    }

    [Fact]
    public async Task A_guard_that_does_not_hold_in_time_refuses_with_what_it_said()
    {
        fake.Clock.Limit = Session.Timeout;
        fake.Commands.On("docker exec", $"session of {Secret} is active", exitCode: 1);

        var error = await FailAsync(Ask(Session with { Wait = TimeSpan.FromSeconds(8) }));

        Assert.Equal("the guard does not let DeployDev through: no active session.", error.Message);
        Assert.Equal(["session of *** is active"], error.Evidence.AsEnumerable());
        Assert.Equal("wait until it holds, or give it longer: waitSeconds of the guard in stack.yaml.", error.Remedy);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(3, fake.Commands.Run.Count);
    }

    [Fact]
    public async Task A_guard_that_does_not_answer_does_not_hold()
    {
        fake.Commands.On("docker exec");

        var error = await FailAsync(Ask(Session));

        Assert.Equal(["no answer within 10 s"], error.Evidence.AsEnumerable());
    }

    [Fact]
    public async Task Whoever_wants_to_stop_does_not_wait_for_a_guard()
    {
        fake.Clock.Limit = Session.Timeout;
        fake.Stop.Ask("SIGINT");
        fake.Commands.On("docker exec", exitCode: 1);

        await FailAsync(Ask(Session with { Wait = TimeSpan.FromHours(4) }));

        Assert.Single(fake.Commands.Run);
    }

    // The clock stands on a Friday, at 14:10 UTC.
    [Fact]
    public async Task In_the_maintenance_window_a_release_may_be_made() =>
        Assert.Equal("open until 2026-11-20 16:00 UTC", await RunAsync(new CheckWindow(new MaintenanceWindow("UTC", [new WindowPeriod([DayOfWeek.Friday], new TimeOnly(14, 0), new TimeOnly(16, 0))]))));

    [Fact]
    public async Task Outside_of_the_maintenance_window_it_is_refused()
    {
        var error = await FailAsync(new CheckWindow(new MaintenanceWindow("UTC", [new WindowPeriod([DayOfWeek.Friday], new TimeOnly(20, 0), new TimeOnly(2, 0))])));

        Assert.Equal(
            "DeployDev was refused: dev may not get a release now. it may at these times only: Fri 20:00-02:00 (UTC); the next one begins on 2026-11-20 at 20:00 UTC.",
            error.Message);
        Assert.Equal("run it then, or, where it cannot wait, with --now.", error.Remedy);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
    }

    [Fact]
    public async Task Production_that_lost_nothing_lets_the_run_through()
    {
        fake.Traffic.Figures = () => [Prod with { FailedRequests = 0, DroppedSockets = 0 }];

        Assert.Equal("prod 640 requests, 0 failed, longest gap 0.4 s, 1 socket kept", await RunAsync(LookAtProd));
    }

    [Fact]
    public async Task Production_that_nobody_visits_lets_the_run_through() => Assert.Equal("prod was not visited", await RunAsync(LookAtProd));

    [Fact]
    public async Task A_request_and_a_socket_that_production_lost_fail_the_run()
    {
        fake.Traffic.Figures = () => [Prod];

        var error = await FailAsync(LookAtProd);

        Assert.Equal("prod lost 3 requests and 1 WebSocket since the first service of dev was touched.", error.Message);
        Assert.Equal("find out what they share: ./build.sh --target=VerifyIsolation, and the host's memory and processors; then run DeployDev again.", error.Remedy);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Empty(fake.Report.Lines);
    }

    [Fact]
    public async Task A_single_socket_that_production_lost_fails_the_run_too()
    {
        fake.Traffic.Figures = () => [Prod with { FailedRequests = 0 }];

        Assert.Equal("prod lost 1 WebSocket since the first service of dev was touched.", (await FailAsync(LookAtProd)).Message);
    }

    [Fact]
    public async Task Production_that_failed_before_anything_was_touched_is_not_held_against_the_run()
    {
        fake.Traffic.Figures = () => [Prod with { FailedBefore = 1 }];

        Assert.Equal("prod lost 2 requests and 1 WebSocket, not held against this run", await RunAsync(LookAtProd));
        Assert.Equal(["warn prod lost 2 requests and 1 WebSocket meanwhile; that is not held against this run, since prod had failures before the first service was touched"], fake.Report.Lines);
    }

    [Fact]
    public async Task What_another_command_may_have_cost_production_is_not_held_against_the_run()
    {
        fake.Traffic.Figures = () => [Prod];
        fake.Locks.Holders[Desired.Paths.Lock("prod")] = new Lease
        {
            Owner = "b0b", User = "bob", Host = "host", ProcessId = 7, SinceUtc = fake.Clock.GetUtcNow(), HeartbeatUtc = fake.Clock.GetUtcNow(), Doing = "DeployProd: start-services",
        };

        await RunAsync(LookAtProd);

        Assert.Equal(["warn prod lost 3 requests and 1 WebSocket meanwhile; that is not held against this run, since DeployProd: start-services works on prod too"], fake.Report.Lines);
    }

    [Fact]
    public async Task Nor_what_a_command_may_have_cost_it_that_has_ended_meanwhile()
    {
        fake.Traffic.Figures = () => [Prod];
        new Ledger(fake.Files, Desired.Paths.Ledger("prod")).Append(new LedgerEntry { AtUtc = fake.Clock.GetUtcNow(), Run = 1, Event = LedgerEvent.RunDone, Intent = "Deploy" });

        await RunAsync(LookAtProd);

        Assert.Equal(["warn prod lost 3 requests and 1 WebSocket meanwhile; that is not held against this run, since another command worked on prod too"], fake.Report.Lines);
    }

    [Fact]
    public async Task What_a_command_did_long_ago_is_no_excuse()
    {
        fake.Traffic.Figures = () => [Prod];
        new Ledger(fake.Files, Desired.Paths.Ledger("prod")).Append(new LedgerEntry { AtUtc = fake.Clock.GetUtcNow().AddSeconds(-1), Run = 1, Event = LedgerEvent.RunDone, Intent = "Deploy" });

        await FailAsync(LookAtProd);
    }

    private static CheckTraffic LookAtProd => new(["prod"]);

    private static TrafficFigures Prod => new() { Environment = "prod", Requests = 640, FailedRequests = 3, LongestGapMs = 400, Sockets = 1, DroppedSockets = 1 };

    private static GuardDefinition Session => new("no active session", "api", ["app", "idle"]) { Timeout = TimeSpan.FromSeconds(10) };

    private static AskGuard Ask(GuardDefinition guard) => new(guard, Command.Of("docker", "exec", "shop-dev-api", "app", "idle"));

    private static WriteRelease WriteRelease => new(Release, "/state/shop/dev/releases/2026-11-20.2",
        [
            new PlannedService
            {
                Name = "api", Change = ServiceChange.Add, Reason = "", Origin = ImageOrigin.Build, Image = "shop-dev-api:2026-11-20.2", Build = "b", Specification = "s", Since = Release,
            },
        ], "release") { EnvVersions = "/state/shop/dev/env" };

    private static RestoreEnvFile Restore(string version, string before) =>
        new(EnvPath, "/state/shop/dev/env", CanonicalJson.Sha256(version), CanonicalJson.Sha256(before));

    private EnvVersions Versions => new(fake.Files, Desired.Paths, "dev");

    private static RunMigrations Migrations => new("shop-dev-migrations", Command.Of("compose", "run"));

    private static StartBeside Beside => new("shop-dev", [new BesideService("api", "2026-11-20.2", 1)], Command.Of("compose", "beside"), Timeout);

    private static EdgeFile UsersFile => EdgeFile.Users("access/shop-dev.users", "developer", Secret);

    private static DesiredState Desired
    {
        get
        {
            var environment = new EnvironmentDefinition
            {
                Name = "dev",
                Compose = new ComposeProject { Project = "shop-dev", Files = ["docker-compose.yml"], EnvFile = ".env.dev" },
                Url = "https://shop.test",
                Access = new AccessDefinition("developer", Secret),
                Routes = [new RouteDefinition { Domain = "shop.test", Services = ["api"], Port = "8080", Health = "/health" }],
            };
            var edge = new EdgeDefinition { Compose = new ComposeProject { Project = "shop-edge", Files = ["edge.yml"] }, Service = "caddy", Network = "caddy_net", HttpPort = "8080", HttpsPort = "8443" };
            return new DesiredState
            {
                Stack = new StackDefinition { Name = "shop", Edge = edge, Environments = [environment] },
                Environment = environment,
                Compose = ComposeModel.Parse($$"""{"services": {"api": {"environment": {"PASSWORD": "{{Secret}}"}, "build": {"context": "/srv/shop" } } } }"""),
                EnvFile = "/srv/shop/.env.dev",
                EnvFileFingerprint = "e",
                EdgeFiles = [UsersFile, EdgeFile.Of("sites/shop-dev.caddy", "site")],
                EdgeCompose = EdgeFile.Of(EdgeFile.ComposePath, "{}"),
                Source = new SourceRevision("c0ffee", false, "c0ffee"),
                Paths = new StatePaths("/state", "shop"),
                Now = new DateTimeOffset(2026, 11, 20, 14, 10, 2, TimeSpan.Zero),
            };
        }
    }

    private static ApplyEdge Edge(params ImmutableArray<EdgeFile> files) =>
        new(files, DockerCommands.Exec("edge", "caddy", "validate"), DockerCommands.Exec("edge", "caddy", "reload"));

    private static CheckHealth Check(params ImmutableArray<string> services) => new("shop-dev", services,
        [new Probe("https://shop.test/health", 8443, Authenticated: true), new Probe("https://shop.test/open", 8443, Authenticated: false)], Timeout);

    private static JsonObject Container(string service, string state = "running", string health = "", int exitCode = 0, bool oneOff = false, string? release = null, string? id = null, string? address = null) => new()
    {
        ["Name"] = $"/shop-dev-{service}",
        ["Id"] = id ?? service,
        ["State"] = new JsonObject { ["Status"] = state, ["ExitCode"] = exitCode, ["Health"] = health.Length == 0 ? null : new JsonObject { ["Status"] = health } },
        ["Config"] = new JsonObject { ["Labels"] = new JsonObject { ["com.docker.compose.service"] = service, ["com.docker.compose.oneoff"] = oneOff ? "True" : "False", ["slipway.release"] = release } },
        ["NetworkSettings"] = new JsonObject { ["Networks"] = new JsonObject { ["caddy_net"] = new JsonObject { ["IPAddress"] = address ?? "" } } },
    };

    private static string Upstream(string service) => $"/state/edge/upstreams/shop-dev-{service}";

    private static string Event(string container, string action, long millisecond) =>
        $$$"""{"Action":"{{{action}}}","Actor":{"ID":"{{{container}}}","Attributes":{"com.docker.compose.service":"web"}},"timeNano":{{{millisecond}}}000000}""" + "\n";

    private static string Inspect(params JsonObject[] containers) => new JsonArray([.. containers]).ToJsonString();

    private void AnswerContainers(params JsonObject[] containers)
    {
        fake.Commands.On("docker ps", string.Concat(containers.Select(container => $"{container["Id"]}\n")));
        if (containers.Length > 0) fake.Commands.On("docker container inspect", Inspect(containers));
    }

    /// <summary>The containers of the environment, and those of the edge.</summary>
    private void AnswerWithEdge(params JsonObject[] containers)
    {
        fake.Commands.On("docker ps", string.Concat(containers.Select(container => $"{container["Id"]}\n")));
        fake.Commands.On("project=shop-edge", "edge\n");
        fake.Commands.On("docker container inspect", Inspect(containers));
        fake.Commands.On("docker container inspect edge", Inspect(Container("caddy", health: "healthy", id: "edge")));
    }

    private void AnswerEngine() => fake.Commands.On("docker version", "{}");

    private void AnswerEdge()
    {
        AnswerEngine();
        AnswerContainers(Container("caddy"));
        fake.Commands.On("caddy validate");
        fake.Commands.On("caddy reload");
        fake.Commands.On("caddy hash-password", "$2a$14$hash\n");
    }

    private void AnswerChanges()
    {
        fake.Commands.On("docker rm --force");
        fake.Commands.On("docker stop");
        fake.Commands.On("compose run");
        fake.Commands.On("compose beside");
    }

    private IEnumerable<string> CaddyCalls(params string[] verbs) => fake.Commands.Run.Where(line => verbs.Any(verb => line.EndsWith($" caddy {verb}", StringComparison.Ordinal)));

    private IEnumerable<string> Applied() => EdgeRecord.Read(fake.Files, Desired.Paths).Select(file => $"{file.Key} {file.Value}");

    private async Task<string> RunAsync(StepAction action) => (await DoAsync(action)).Text;

    private Task<StepEvidence> DoAsync(StepAction action)
    {
        var plan = new Plan { Stack = "shop", Intent = new Intent(IntentKind.Deploy, "dev"), Release = Release, Fingerprint = "f00d", Steps = steps };
        var env = new EnvReading("/srv/shop/.env.dev", ".env.dev", EnvText, true, ImmutableSortedDictionary<string, string>.Empty);
        var runner = new StepRunner(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"), new LoadedEnvironment(Desired with { Stack = stack ?? Desired.Stack }, env, new Redactor([Secret])), plan, _ => Task.FromResult(changes)) { Watch = fake.Traffic };
        return runner.RunAsync(action, lines.Add, CancellationToken.None);
    }

    private async Task<StepFailedException> FailAsync(StepAction action)
    {
        var error = await Assert.ThrowsAsync<StepFailedException>(() => RunAsync(action));

        Assert.DoesNotContain(Secret, error + string.Concat(error.Evidence) + string.Concat(lines), StringComparison.Ordinal);
        return error;
    }
}
