using System.Text.Json.Nodes;
using Slipway.Core.Commands;
using Slipway.Core.Health;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Health;
using Slipway.Engine.Runs;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Health;

public class SoakCheckTests
{
    private const string Secret = "a-secret-of-dev";

    private static readonly WatchSoak Soak = new("shop-dev", "edge", ["shop.test"], [new Probe("https://shop.test/health", 8443, Authenticated: true)], TimeSpan.FromSeconds(3), new SoakLimits(2, TimeSpan.FromSeconds(5)));

    private readonly FakeHost fake = new();
    private readonly List<string> lines = [];
    private int well = 1000;
    private int errors = 10;
    private int second;
    private Action atSecond = () => { };
    private int status = 500;
    private bool isClosed;

    public SoakCheckTests()
    {
        fake.Commands.On("docker ps", "api\n");
        fake.Commands.On("docker container inspect", () => new CommandResult(0, Inspect(), ""));
        fake.Commands.On("wget", () =>
        {
            if (second++ > 0) atSecond();
            return new CommandResult(0, Metrics(), "");
        });
    }

    [Fact]
    public async Task A_calm_release_passes_and_what_was_seen_is_the_evidence()
    {
        atSecond = () => well += 70;

        Assert.Equal("3 s, 210 requests at the edge, 0 errors, P95 5 ms", await WatchAsync());
        Assert.Equal(["1 of 3 s: 70 requests at the edge, 0 errors, P95 5 ms", "2 of 3 s: 140 requests at the edge, 0 errors, P95 5 ms"], lines);
        Assert.Equal(Enumerable.Repeat($"https://shop.test/health at 8443 as developer:{Secret}", 12), fake.Probe.Asked);
        Assert.Equal(
            ["docker ps", "docker container", "docker exec", .. Enumerable.Range(0, 3).SelectMany<int, string>(_ => ["docker container", "docker exec"])],
            fake.Commands.Run.Select(line => string.Join(' ', line.Split(' ').Take(2))));
        Assert.Empty(fake.Report.Lines);
    }

    [Fact]
    public async Task Errors_at_the_edge_end_it_at_once()
    {
        atSecond = () => (well, errors) = (well + 50, errors + (second == 3 ? 4 : 0));
        fake.Probe.Answer = _ => second >= 2 ? new ProbeResult(500, $"broken: {Secret}") : new ProbeResult(200, "");

        var error = await FailAsync();

        Assert.Equal("4 of 104 requests failed, more than 2 %. Of Slipway's own requests, the last that failed: https://shop.test/health answered 500: broken: ***", error.Message);
        Assert.Equal("fix the release; or, if the release is right and a limit is wrong, change maxErrorPercent or maxLatencyMs under `health` in stack.yaml.", error.Remedy);
        Assert.Equal(["1 of 3 s: 50 requests at the edge, 0 errors, P95 5 ms"], lines);
    }

    [Theory]
    [InlineData("exited", "", 0, "shop-dev-api is exited, its last exit code is 1.")]
    [InlineData("restarting", "", 1, "shop-dev-api is restarting, its last exit code is 1.")]
    [InlineData("running", "unhealthy", 0, "shop-dev-api is unhealthy.")]
    [InlineData("running", "", 1, "shop-dev-api ended and was started again.")]
    public async Task A_container_that_does_not_stay_well_ends_it_at_once_with_its_last_lines(string state, string health, int restarts, string expected)
    {
        atSecond = () =>
        {
            if (second == 2) fake.Commands.On("docker container inspect", Inspect(state, health, restarts));
        };
        fake.Commands.On("docker logs --tail 20 shop-dev-api", $"out of memory {Secret}\n");

        var error = await FailAsync();

        Assert.Equal(expected, error.Message);
        Assert.Equal(["out of memory ***"], error.Evidence.AsEnumerable());
        Assert.Equal("shop-dev-api", error.EvidenceOf);
        Assert.Single(lines);
    }

    [Fact]
    public async Task A_container_that_is_gone_has_no_last_lines()
    {
        atSecond = () => fake.Commands.On("docker container inspect", "[]", "No such container", 1);
        fake.Commands.On("docker version", "{}");

        var error = await FailAsync();

        Assert.Equal("shop-dev-api is gone.", error.Message);
        Assert.Empty(error.Evidence);
    }

    [Fact]
    public async Task Routes_that_hang_are_late_requests_that_the_edge_does_not_count()
    {
        fake.Probe.AnswerLater = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return new ProbeResult(200, "");
        };

        var error = await FailAsync(Soak with { Time = TimeSpan.FromSeconds(10) });

        Assert.Equal("4 of 4 requests failed, more than 2 %. Of Slipway's own requests, the last that failed: https://shop.test/health did not answer: no answer in 5000 ms", error.Message);
        Assert.Equal(5, lines.Count);
    }

    [Fact]
    public async Task An_edge_that_does_not_count_by_host_leaves_its_own_requests_and_the_operator_is_told()
    {
        fake.Commands.On("wget", "go_goroutines 12\n");

        Assert.Equal("3 s, 12 requests of Slipway's own, 0 errors", await WatchAsync());
        Assert.Equal(["warn edge does not count requests by host, so that only Slipway's own were watched; its Caddyfile needs the global option `metrics { per_host }`"], fake.Report.Lines);
    }

    [Fact]
    public async Task What_the_edge_counted_before_it_did_not_answer_for_a_moment_is_not_counted_twice()
    {
        fake.Commands.On("wget", () =>
        {
            second++;
            well += 10;
            return second == 2 ? new CommandResult(1, "", "wget: can't connect to remote host") : new CommandResult(0, Metrics(), "");
        });

        Assert.Equal("3 s, 30 requests at the edge, 0 errors, P95 5 ms", await WatchAsync());
    }

    [Fact]
    public async Task Visitors_who_are_kept_out_for_maintenance_do_not_roll_a_release_back()
    {
        status = 503;
        atSecond = () => (errors, isClosed) = (errors + (second <= 3 ? 20 : 0), second <= 2);

        Assert.Equal("3 s, 40 requests at the edge, 0 errors", await WatchAsync());
    }

    [Fact]
    public async Task Whoever_wants_to_stop_does_not_wait_for_its_end()
    {
        atSecond = () => fake.Stop.Ask("SIGINT");

        Assert.Equal("SIGINT was received during the soak.", (await FailAsync(Soak with { Time = TimeSpan.FromHours(1) })).Message);
    }

    [Fact]
    public async Task Without_routes_only_the_containers_are_watched()
    {
        Assert.Equal("3 s, 0 requests of Slipway's own, 0 errors", await WatchAsync(Soak with { Hosts = [], Probes = [] }));
        Assert.DoesNotContain(fake.Commands.Run, line => line.Contains("wget", StringComparison.Ordinal));
        Assert.Empty(fake.Report.Lines);
    }

    private static string Inspect(string state = "running", string health = "", int restarts = 0) => new JsonArray(new JsonObject
    {
        ["Name"] = "/shop-dev-api",
        ["Id"] = "api",
        ["RestartCount"] = restarts,
        ["State"] = new JsonObject { ["Status"] = state, ["ExitCode"] = state == "running" ? 0 : 1, ["Health"] = health.Length == 0 ? null : new JsonObject { ["Status"] = health } },
    }).ToJsonString();

    private string Metrics() =>
        $$"""
        caddy_http_request_duration_seconds_count{code="200",handler="subroute",host="shop.test",method="GET",server="srv0"} {{well}}
        caddy_http_request_duration_seconds_count{code="{{status}}",handler="subroute",host="shop.test",method="GET",server="srv0"} {{errors}}
        caddy_http_response_duration_seconds_bucket{code="200",handler="subroute",host="shop.test",method="GET",server="srv0",le="0.005"} {{well}}
        caddy_http_response_duration_seconds_bucket{code="200",handler="subroute",host="shop.test",method="GET",server="srv0",le="+Inf"} {{well}}
        """;

    private async Task<string> WatchAsync(WatchSoak? action = null)
    {
        var (docker, redactor) = (new DockerQueries(fake.Commands), new Redactor([Secret]));
        var containers = new CrashCheck(docker, redactor, await docker.ContainersAsync("shop-dev", CancellationToken.None));
        return await new SoakCheck(fake.Host, redactor, new AccessDefinition("developer", Secret), action ?? Soak, containers, () => isClosed, lines.Add).RunAsync(CancellationToken.None);
    }

    private async Task<StepFailedException> FailAsync(WatchSoak? action = null)
    {
        var error = await Assert.ThrowsAsync<StepFailedException>(() => WatchAsync(action));

        Assert.DoesNotContain(Secret, error + string.Concat(error.Evidence) + string.Concat(lines), StringComparison.Ordinal);
        return error;
    }
}
