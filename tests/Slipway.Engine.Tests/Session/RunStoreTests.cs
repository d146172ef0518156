using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Backups;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

public class RunStoreTests
{
    private static readonly StatePaths Paths = new("/state", "shop");

    private readonly FakeFiles files = new();

    private RunStore Store => new(files, Paths, Named.Dev);

    [Fact]
    public void A_record_is_read_as_it_was_written()
    {
        Store.Write(Record(7));

        var read = Store.Read(7);

        Assert.Equal(JsonSerializer.Serialize(Record(7), StateJson.Indented), JsonSerializer.Serialize(read, StateJson.Indented));
        Assert.Equal(Record(7).Plan.Steps.Select(step => (step.Id, step.Action.GetType(), string.Join('\n', step.Effects), step.Undo?.GetType())), read.Plan.Steps.Select(step => (step.Id, step.Action.GetType(), string.Join('\n', step.Effects), step.Undo?.GetType())));
        Assert.Equal("DeployDev", read.Plan.Intent.Target);
        Assert.Equal("""{"services":{"api":{"image":"api"}}}""", read.Desired.Compose.Text.Reveal());
        Assert.Equal(["api"], read.Desired.Compose.Services.Select(service => service.Name));
        Assert.Equal("# site", read.Desired.Sites.Single().Text);
        Assert.Equal((Named.Dev, TimeSpan.FromSeconds(45), "developer"), (read.Desired.Environment.Name, read.Desired.Environment.Health.Timeout, read.Desired.Environment.Access!.User));
        Assert.Equal("secret", read.Env.Values["PASSWORD"]);
    }

    [Fact]
    public void A_new_record_replaces_those_of_runs_that_have_ended()
    {
        Store.Write(Record(6));
        Store.Write(Record(7));

        Assert.Equal(["/state/shop/dev/runs/7.json"], files.Texts.Keys);
        Store.Clear();
        Assert.Empty(files.Texts);
    }

    [Theory]
    [InlineData(null, "there is no such file.")]
    [InlineData("", "The input does not contain any JSON tokens")]
    [InlineData("{", "Expected depth to be zero")]
    [InlineData("[]", "")]
    [InlineData("{}", "")]
    [InlineData("""{"format": 2}""", "it has format 2, and this version of Slipway reads format 1.")]
    [InlineData("""{"format": 1}""", "missing required properties")]
    [InlineData("""{"format": 1, "run": 7, "plan": {"steps": [{"action": {"action": "explode"}}]}}""", "explode")]
    public void A_record_that_cannot_be_read_is_said_to_be_so(string? text, string why)
    {
        if (text is not null) files.WriteText("/state/shop/dev/runs/7.json", text);

        var error = Assert.Throws<SlipwayException>(() => Store.Read(7));

        Assert.Equal("/state/shop/dev/runs/7.json, which the run was to be finished from, cannot be read.", error.Failure.What);
        Assert.Contains(why, error.Failure.Why, StringComparison.Ordinal);
        Assert.False(Store.IsReadable(7));
    }

    private static RunRecord Record(int run)
    {
        var environment = new EnvironmentDefinition
        {
            Name = Named.Dev,
            Compose = new ComposeProject { Project = "shop-dev", Files = ["docker-compose.yml"], EnvFile = ".env.dev" },
            Url = "https://shop.test",
            Access = new AccessDefinition("developer", "secret"),
            Health = new HealthDefinition { Timeout = TimeSpan.FromSeconds(45) },
        };
        var command = Command.Of("docker", "compose", "up").With("A", "b");
        var release = ReleaseId.Parse("2026-11-20.2");
        var service = new PlannedService { Name = "api", Change = ServiceChange.Replace, Reason = "its source changed", Origin = ImageOrigin.Build, Image = "api:2", Specification = "s", Since = release };
        ImmutableArray<StepAction> actions =
        [
            RunCommands.Of(command), new CreateNetwork("net"), new RemoveNetwork("net"), new RemoveContainers(["one", "two"]), new StopEdge("net", command),
            new RunMigrations("shop-dev-migrations", command), new CheckUnchanged(), new WriteEnvFile("/srv/.env.dev"),
            new CreateCertificates(new CertificateDefinition { Name = "mqtt", Directory = "data", ServerNames = ["mqtt"], Clients = ["player"] }, "/srv/data"),
            new DumpDatabase(BackupId.Parse("2026-11-20T141002Z"), "shop", command, "/state/backups", 3), new WriteAndRun("/state/edge.compose.json", "{}", command),
            new BuildImages(ImmutableSortedDictionary<string, string>.Empty.Add("api", "api:2"), new SourceExport("c0ffee", "/state/source"), "/state/build.json", command),
            new WriteRelease(release, "/state/releases/2", [service], "f00d"), new StartBeside("shop-dev", [new BesideService("api", "2026-11-20.2", 1)], command, TimeSpan.FromSeconds(60)),
            new SwitchTraffic([new Upstream("upstreams/shop-dev-api", "api.2026-11-20.2.shop-dev")]), new Retire("shop-dev", [new RetiredService("api", "2026-11-20.2"), new RetiredService("old", null)], TimeSpan.FromSeconds(30)),
            new ApplyEdge([EdgeFile.Of("sites/shop-dev.caddy", "# site"), EdgeFile.Removed("sites/old.caddy")], command, command),
            new CheckHealth("shop-dev", ["api"], [new Probe("https://shop.test/", 443, true) { Expect = new ExpectedAnswer { Status = 204, Body = "ok", Header = "A: b", Latency = TimeSpan.FromSeconds(1) } }], TimeSpan.FromSeconds(60)) { GoodInARow = 3 },
            new WatchSoak("shop-dev", "edge", ["shop.test"], [new Probe("https://shop.test/", 443, true)], TimeSpan.FromSeconds(10), new SoakLimits(2, TimeSpan.FromSeconds(5))),
        ];
        return new RunRecord
        {
            Format = RunRecord.CurrentFormat,
            Run = run,
            Plan = new Plan
            {
                Stack = "shop",
                Intent = new Intent(IntentKind.Deploy, Named.Dev) { AllowedVolumes = ["shop-dev_db"] },
                Release = release,
                Fingerprint = "f00d",
                Steps = [.. actions.Select((action, index) => new Step($"step-{index}", Phase.Up, "title", "reason", action) { Undo = action, UndoTitle = "back", DowntimeSeconds = 2 })],
                Notes = ["  api: kept"],
            },
            Desired = new DesiredState
            {
                Stack = new StackDefinition
                {
                    Name = "shop",
                    Edge = new EdgeDefinition { Compose = new ComposeProject { Project = "edge", Files = ["edge.yml"] }, Service = "caddy", Network = "caddy_net", HttpPort = "80", HttpsPort = "443" },
                    Environments = [environment],
                },
                Environment = environment,
                Compose = ComposeModel.Parse("""{"services": {"api": {"image": "api"}}}"""),
                EnvFile = "/srv/.env.dev",
                EnvFileFingerprint = "e",
                EdgeFiles = [EdgeFile.Of("sites/shop-dev.caddy", "# site")],
                EdgeCompose = EdgeFile.Of(EdgeFile.ComposePath, "{}"),
                Paths = Paths,
                Now = new DateTimeOffset(2026, 11, 20, 14, 10, 2, TimeSpan.Zero),
            },
            Env = new LoadedEnvFile("/srv/.env.dev", ".env.dev", "PASSWORD=secret\n", true, ImmutableSortedDictionary<string, string>.Empty.Add("PASSWORD", "secret")),
        };
    }
}
