using Slipway.Core.Backups;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Engine.Rollout;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Runs;

/// <summary>A step of a deployment of dev, on a host in memory: tests of handlers run their actions by it.</summary>
public abstract class HandlerTest
{
    private protected const string Secret = "a-secret-of-dev";
    private protected const string Backups = "/state/shop/dev/backups";
    private protected const string EnvPath = "/srv/shop/.env.dev";
    private protected const string EnvText = $"PASSWORD={Secret}\n";
    private protected const string EarlierEnv = "PASSWORD=a-secret-of-then\n# of then\n";

    private protected static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private protected static readonly ReleaseId Release = ReleaseId.Parse("2026-11-20.2");

    private protected static readonly DumpDatabase Dump =
        new(BackupId.Parse("2026-11-20T141002Z"), "shop", Command.Of("docker", "exec", "db", "pg_dump"), Backups, 2);

    private protected static readonly StartServices Start = new("shop-dev", Command.Of("docker", "compose", "up"));

    private protected static StartBeside Beside =>
        new("shop-dev", [new BesideService("api", "2026-11-20.2", 1)], Command.Of("compose", "beside"), Timeout);

    private protected static EdgeFile UsersFile => EdgeFile.Users("access/shop-dev.users", "developer", Secret);

    private protected static DesiredState Desired
    {
        get
        {
            var environment = new EnvironmentDefinition
            {
                Name = Named.Dev,
                Compose = new ComposeProject { Project = "shop-dev", Files = ["docker-compose.yml"], EnvFile = ".env.dev" },
                Url = "https://shop.test",
                Access = new AccessDefinition("developer", Secret),
                Routes = [new RouteDefinition { Domain = "shop.test", Services = ["api"], Port = "8080", Health = "/health" }],
            };
            var edge = new EdgeDefinition
            {
                Compose = new ComposeProject { Project = "shop-edge", Files = ["edge.yml"] },
                Service = "caddy",
                Network = "caddy_net",
                HttpPort = "8080",
                HttpsPort = "8443",
            };
            return new DesiredState
            {
                Stack = new StackDefinition { Name = "shop", Edge = edge, Environments = [environment] },
                Environment = environment,
                Compose = ComposeModel.Parse(
                    $$"""{"services": {"api": {"environment": {"PASSWORD": "{{Secret}}"}, "build": {"context": "/srv/shop" } } } }"""),
                EnvFile = EnvPath,
                EnvFileFingerprint = "e",
                EdgeFiles = [UsersFile, EdgeFile.Of("sites/shop-dev.caddy", "site")],
                EdgeCompose = EdgeFile.Of(EdgeFile.ComposePath, "{}"),
                Source = new SourceRevision("c0ffee", false, "c0ffee"),
                Paths = new StatePaths("/state", "shop"),
                Now = new DateTimeOffset(2026, 11, 20, 14, 10, 2, TimeSpan.Zero),
            };
        }
    }

    private protected FakeHost Fake { get; } = new();

    /// <summary>The lines that the step printed.</summary>
    private protected List<string> Lines { get; } = [];

    /// <summary>The other steps of the plan.</summary>
    private protected ImmutableArray<Step> Steps { get; set; } = [];

    /// <summary>What changed since the plan was made.</summary>
    private protected ImmutableArray<string> Changes { get; set; } = [];

    /// <summary>The stack, where it is another one than the shop's.</summary>
    private protected StackDefinition? Stack { get; set; }

    private protected SortedDictionary<string, string> Files => Fake.Files.Texts;

    private protected EnvVersions Versions => new(Fake.Files, Desired.Paths, Named.Dev);

    protected HandlerTest()
    {
        Fake.Clock.Limit = DowntimeMeter.Patience;
        Fake.Commands.On("docker info --format '{{.SystemTime}}'", "2026-11-20T14:10:02Z");
    }

    private protected static ApplyEdge Edge(params ImmutableArray<EdgeFile> files) =>
        new(files, DockerCommands.Exec("edge", "caddy", "validate"), DockerCommands.Exec("edge", "caddy", "reload"));

    private protected static string Upstream(string service) => $"/state/edge/upstreams/shop-dev-{service}";

    /// <summary>A container as Docker tells of it.</summary>
    private protected static JsonObject Container(
        string service,
        string state = "running",
        string health = "",
        int exitCode = 0,
        bool oneOff = false,
        string? release = null,
        string? id = null,
        string? address = null
    ) => new()
    {
        ["Name"] = $"/shop-dev-{service}",
        ["Id"] = id ?? service,
        ["State"] = new JsonObject
        {
            ["Status"] = state,
            ["ExitCode"] = exitCode,
            ["Health"] = health.Length == 0 ? null : new JsonObject { ["Status"] = health },
        },
        ["Config"] = new JsonObject
        {
            ["Labels"] = new JsonObject
            {
                ["com.docker.compose.service"] = service,
                ["com.docker.compose.oneoff"] = oneOff ? "True" : "False",
                ["slipway.release"] = release,
            },
        },
        ["NetworkSettings"] = new JsonObject
        {
            ["Networks"] = new JsonObject { ["caddy_net"] = new JsonObject { ["IPAddress"] = address ?? "" } },
        },
    };

    private protected static string Inspect(params JsonObject[] containers) => new JsonArray([.. containers]).ToJsonString();

    private protected void AnswerContainers(params JsonObject[] containers)
    {
        Fake.Commands.On("docker ps", string.Concat(containers.Select(container => $"{container["Id"]}\n")));
        if (containers.Length > 0) Fake.Commands.On("docker container inspect", Inspect(containers));
    }

    /// <summary>The containers of the environment, and those of the edge.</summary>
    private protected void AnswerWithEdge(params JsonObject[] containers)
    {
        Fake.Commands.On("docker ps", string.Concat(containers.Select(container => $"{container["Id"]}\n")));
        Fake.Commands.On("project=shop-edge", "edge\n");
        Fake.Commands.On("docker container inspect", Inspect(containers));
        Fake.Commands.On("docker container inspect edge", Inspect(Container("caddy", health: "healthy", id: "edge")));
    }

    private protected void AnswerEngine() => Fake.Commands.On("docker version", "{}");

    private protected void AnswerEdge()
    {
        AnswerEngine();
        AnswerContainers(Container("caddy"));
        Fake.Commands.On("caddy validate");
        Fake.Commands.On("caddy reload");
        Fake.Commands.On("caddy hash-password", "$2a$14$hash\n");
    }

    private protected void AnswerChanges()
    {
        Fake.Commands.On("docker rm --force");
        Fake.Commands.On("docker stop");
        Fake.Commands.On("compose run");
        Fake.Commands.On("compose beside");
    }

    /// <summary>The files that the edge is known to have loaded.</summary>
    private protected IEnumerable<string> Applied() =>
        EdgeRecord.Read(Fake.Files, Desired.Paths).Select(file => $"{file.Key} {file.Value}");

    private protected async Task<string> RunAsync(StepAction action) => (await DoAsync(action)).Text;

    private protected Task<StepEvidence> DoAsync(StepAction action)
    {
        var plan = new Plan
        {
            Stack = "shop",
            Intent = new Intent(IntentKind.Deploy, Named.Dev),
            Release = Release,
            Fingerprint = "f00d",
            Steps = Steps,
        };
        var env = new LoadedEnvFile(EnvPath, ".env.dev", EnvText, true, ImmutableSortedDictionary<string, string>.Empty);
        var loaded = new LoadedEnvironment(Desired with { Stack = Stack ?? Desired.Stack }, env, new Redactor([Secret]));
        var runner = new StepRunner(
            Fake.Host,
            new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"),
            loaded,
            plan,
            _ => Task.FromResult(Changes))
        {
            Traffic = Fake.Traffic,
        };
        return runner.RunAsync(action, Lines.Add, CancellationToken.None);
    }

    private protected async Task<StepFailedException> FailAsync(StepAction action)
    {
        var error = await Assert.ThrowsAsync<StepFailedException>(() => RunAsync(action));

        Assert.DoesNotContain(Secret, error + string.Concat(error.Evidence) + string.Concat(Lines), StringComparison.Ordinal);
        return error;
    }
}
