using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Core.Backups;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Json;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Planning;

/// <summary>
/// A small stack and a host in memory. It says what is wanted and what is observed, and it carries a plan out that is made with the
/// commands of <see cref="WordPlatform"/>, whose meaning it knows, so that a test can plan again afterwards.
/// </summary>
internal sealed class World
{
    public static readonly ImmutableArray<EnvironmentName> Environments = [Named.Dev, Named.Prod];

    private static readonly ImmutableArray<string> ServiceNames = ["api", "db", "web", "worker"];

    private static readonly StatePaths Paths = new("/srv/state", "shop");

    private readonly Dictionary<string, int> versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> arguments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> edgeFiles = new(StringComparer.Ordinal);
    private readonly Dictionary<EnvironmentName, ImmutableSortedDictionary<ReleaseId, ReleaseManifest>> manifests = new();
    private readonly Dictionary<(EnvironmentName Environment, ReleaseId Release), string> envTexts = [];
    private readonly Dictionary<string, string> spoiltFiles = new(StringComparer.Ordinal);
    private readonly Dictionary<EnvironmentName, List<LedgerEntry>> ledgers = new();
    private readonly Dictionary<string, ImmutableArray<ObservedContainer>> containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> upstreams = new(StringComparer.Ordinal);
    private readonly HashSet<string> networks = ["bridge"];
    private readonly HashSet<string> volumes = [];
    private readonly HashSet<string> certificateFolders = [];
    private readonly Dictionary<EnvironmentName, ImmutableSortedDictionary<ReleaseId, ComposeModel>> composes = new();
    private readonly Dictionary<EnvironmentName, ImmutableArray<ObservedBackup>> backups = new();
    private readonly HashSet<string> folders = [];
    private readonly Dictionary<EnvironmentName, ImmutableSortedSet<string>> migrations = new();
    private readonly List<ObservedContainer> guests = [];
    private readonly Dictionary<EnvironmentName, string> passwords = new();
    private readonly Dictionary<string, string> edgeTexts = new(StringComparer.Ordinal);
    private readonly WordPlatform platform = new();
    private readonly SortedDictionary<string, JsonObject> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> networkOptions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonObject> shared = new(StringComparer.Ordinal);
    private string? edgeCompose;
    private int draws;

    public World()
    {
        foreach (var environment in Environments)
        {
            manifests[environment] = ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty;
            ledgers[environment] = [];
            composes[environment] = ImmutableSortedDictionary<ReleaseId, ComposeModel>.Empty;
            backups[environment] = [];
        }
    }

    /// <summary>Every secret that a desired state of this world holds.</summary>
    public static IEnumerable<string> Secrets => Environments.SelectMany(environment => new[] { DatabasePassword(environment), $"access-secret-of-{environment}" });

    /// <summary>The time; an hour passes with every plan that is carried out.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 11, 18, 9, 0, 0, TimeSpan.Zero);

    public ISet<string> DroppedServices { get; } = new HashSet<string>();

    public ISet<EnvironmentName> DroppedSites { get; } = new HashSet<EnvironmentName>();

    public ISet<EnvironmentName> MissingEnvFiles { get; } = new HashSet<EnvironmentName>();

    public bool IsInGit { get; set; } = true;

    public bool HasDatabase { get; set; } = true;

    /// <summary>Commands that have to succeed before a release may touch what runs.</summary>
    public ImmutableArray<GuardDefinition> Guards { get; set; } = [];

    /// <summary>The times at which alone a release is made; null for any.</summary>
    public MaintenanceWindow? Window { get; set; }

    /// <summary>Whether the definition asks for a proof of the isolation after each deployment.</summary>
    public bool VerifiesIsolation { get; set; }

    /// <summary>The room where the state lies.</summary>
    public long FreeBytes { get; set; } = 50_000_000_000;

    /// <summary>Whether the Compose files give a container a name of another project.</summary>
    public bool HasForeignName { get; set; }

    /// <summary>Changes something that has versions: <c>source of api</c>, <c>definition of db</c>, <c>site of dev</c>, …</summary>
    public void Change(string what) => versions[what] = Version(what) + 1;

    public void SetBuildArgument(string service, EnvironmentName environment, string argument) => arguments[$"{service} of {environment}"] = argument;

    /// <summary>Notes a migration in an environment's database.</summary>
    public void Apply(EnvironmentName environment, string migration) => migrations[environment] = migrations.GetValueOrDefault(environment, []).Add(migration);

    /// <summary>Starts a container that belongs to no Compose project.</summary>
    public void StartByHand(string name) => guests.Add(new ObservedContainer { Name = name, Id = CanonicalJson.Sha256(name), Service = "", State = "running" });

    public void AddVolume(string name) => volumes.Add(name);

    /// <summary>Notes a measurement, as a step that started services does.</summary>
    public void Measure(string service, EnvironmentName environment, double seconds) => ledgers[environment].Add(new LedgerEntry
    {
        AtUtc = Now,
        Run = History.Of(ledgers[environment]).LastRun,
        Event = LedgerEvent.StepDone,
        Intent = nameof(IntentKind.Deploy),
        Step = "start-services",
        DowntimeSeconds = ImmutableSortedDictionary<string, double>.Empty.Add(service, seconds),
    });

    /// <summary>Whether a build gives the same image whatever its source is, as where only what the build does not use changed.</summary>
    public bool GivesSameImages { get; set; }

    private string BuiltFrom(string image) => GivesSameImages ? image.Split(':')[0] : image;

    public void RemoveNetwork(string name) => networks.Remove(name);

    public void AddImage(string reference) => images[images[reference] = IdOf(reference)] = images[reference];

    /// <summary>Gives a reference to another image, as a pull of a moved tag does.</summary>
    public void MoveImage(string reference)
    {
        var id = IdOf("another " + reference);
        images[reference] = images[id] = id;
    }

    public void RemoveImage(string reference)
    {
        var id = images[reference];
        foreach (var (name, _) in images.Where(image => image.Value == id).ToArray()) images.Remove(name);
    }

    /// <summary>Takes a name from an image that stays.</summary>
    public void Untag(string reference) => images.Remove(reference);

    public void SetState(string service, string project, string state) =>
        Alter(service, project, container => container with { State = state });

    /// <summary>Gives a service keys of the Compose file; one that is not there yet is added, with an image of its own.</summary>
    public void Define(string service, string json)
    {
        if (!ServiceNames.Contains(service)) AddImage($"{service}:1");
        definitions[service] = (JsonObject)JsonNode.Parse(json)!;
    }

    public void SetNetworkOptions(string network, string json)
    {
        networkOptions[network] = (JsonObject)JsonNode.Parse(json)!;
        networks.Add((string)networkOptions[network]["name"]!);
    }

    /// <summary>Gives the Compose file a definition under <c>volumes</c>, <c>configs</c> or <c>secrets</c>.</summary>
    public void Share(string section, string key, string json)
    {
        if (!shared.TryGetValue(section, out var definitions)) shared[section] = definitions = [];
        definitions[key] = JsonNode.Parse(json);
    }

    /// <summary>The image of a service declares a volume, so that its container has one without a name.</summary>
    public void AddAnonymousVolume(string service, string project) =>
        Alter(service, project, container => container with { AnonymousVolumes = ["/uploads"] });

    public void Disconnect(string service, string project) => Alter(service, project, container => container with { Networks = [] });

    private void Alter(string service, string project, Func<ObservedContainer, ObservedContainer> change) =>
        containers[project] = [.. containers[project].Select(container => container.Service == service ? change(container) : container)];

    public void RemoveContainers(string project) => containers.Remove(project);

    public void RemoveVolume(string name) => volumes.Remove(name);

    public void LoseState(EnvironmentName environment)
    {
        manifests[environment] = ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty;
        ledgers[environment] = [];
        composes[environment] = ImmutableSortedDictionary<ReleaseId, ComposeModel>.Empty;
        backups[environment] = [];
        edgeFiles.Clear();
        edgeTexts.Clear();
        upstreams.Clear();
        edgeCompose = null;
    }

    /// <summary>Removes a file of a release, or changes it: <c>compose.json</c>, or <c>env-file</c> for the version of the env file that it ran with.</summary>
    public void Spoil(EnvironmentName environment, ReleaseId release, string file, bool isRemoved) => spoiltFiles[PathOf(environment, release, file)] = isRemoved ? "" : CanonicalJson.Sha256("by hand");

    /// <summary>Makes the releases of an environment what they were before routes, env files and hashes were noted.</summary>
    public void MakeOlder(EnvironmentName environment) => manifests[environment] = manifests[environment].ToImmutableSortedDictionary(
        pair => pair.Key, pair => pair.Value with { By = null, EnvVersion = null, ComposeFingerprint = null, Routes = null, Access = null, Services = pair.Value.Services.ToImmutableSortedDictionary(service => service.Key, service => service.Value with { Files = null, Build = EarlierBuild(service.Value.Build), IsBuildAsSeen = false }) });

    private static string? EarlierBuild(string? build) => build is null ? null : CanonicalJson.Sha256($"what git knows of {build}");

    public void GiveContainersAway(string project) =>
        containers[project] = [.. containers[project].Select(container => container with { ComposeFiles = "/home/other/.slipway/shop/compose.json" })];

    /// <summary>What is wanted by an intent: a rollback is read with the env file of the release that comes back.</summary>
    public DesiredState Desired(Intent intent)
    {
        var desired = Desired(intent.Environment);
        // A release that is there has its copies.
        if (intent.Kind is not (IntentKind.Deploy or IntentKind.Promote)) desired = desired with { Mounted = [] };
        if (intent.Kind != IntentKind.Rollback || History.Of(ledgers[intent.Environment]).Wanted(intent) is not { } target
            || manifests[intent.Environment].GetValueOrDefault(target) is not { EnvVersion: not null } manifest) return desired;

        var text = envTexts[(intent.Environment, target)];
        var values = EnvFile.Parse(text, "").Values;
        return desired with
        {
            Environment = desired.Environment with
            {
                Access = manifest.Access is { } access ? new AccessDefinition(access.User, values["ACCESS_PASSWORD"]) : null,
                Routes = [.. manifest.Routes!.Value.Select(route => route.ToDefinition())],
            },
            Running = new RunningEnvironment(desired.Environment, desired.Compose),
            EnvRestore = manifest.EnvFileFingerprint == desired.EnvFileFingerprint ? null : new EnvRestore
            {
                Fingerprint = manifest.EnvFileFingerprint,
                Keys = EnvRestore.Differing(EnvFile.Parse(EnvText(intent.Environment), "").Values, values),
                HttpPort = "80",
                HttpsPort = values["EDGE_HTTPS_PORT"],
            },
        };
    }

    public DesiredState Desired(EnvironmentName environment)
    {
        var project = Project(environment);
        var isNew = MissingEnvFiles.Contains(environment);
        // An env file that is still to be made has other secrets with every reading.
        var password = isNew ? $"{DatabasePassword(environment)}-drawn-{++draws}" : passwords.GetValueOrDefault(environment, DatabasePassword(environment));
        var compose = ComposeModel.Parse(ComposeJson(environment, password).ToJsonString());
        var edge = new EdgeDefinition
        {
            Compose = new ComposeProject { Project = "slipway-edge", Files = ["../caddy/docker-compose.yml"] },
            Service = "caddy",
            Network = "caddy_net",
            HttpPort = "80",
            HttpsPort = $"{443 + (8000 * Version("edge ports"))}",
        };
        var definition = new EnvironmentDefinition
        {
            Name = environment,
            Compose = new ComposeProject { Project = project, Files = ["docker-compose.yml"], EnvFile = $".env.{environment}" },
            Url = $"https://{environment}.shop.test",
            Access = environment == Named.Dev ? new AccessDefinition("developer", AccessPassword(environment)) : null,
            Sites = DroppedSites.Contains(environment) ? [] : [$"{environment}.caddy"],
            Routes =
            [
                new RouteDefinition { Domain = $"{environment}.shop.test", Path = "/api/*", Services = ["api"], Port = "8080", Health = "/api/health" },
                new RouteDefinition { Domain = $"{environment}.shop.test", Services = ["web"], Port = "8080", Health = "/" },
                new RouteDefinition { Domain = $"files.{environment}.shop.test", Services = ["web"], Port = "8081" },
            ],
            Database = HasDatabase ? new DatabaseDefinition { Service = "db", Name = $"shop_{environment}", User = "owner" } : null,
            Migrations = new MigrationsDefinition("api", ["migrate", "--all"]),
            Certificates = [new CertificateDefinition { Name = "mqtt", Directory = $"data/{environment}/mqtt", ServerNames = ["mqtt"], Clients = ["worker", "player"] }],
            Health = new HealthDefinition { Timeout = TimeSpan.FromSeconds(60) },
            BackupsKept = 3,
            Guards = Guards,
            Window = Window,
        };
        var builds = compose.Services.Where(service => service.Build is not null)
            .ToImmutableSortedDictionary(service => service.Name, service => CanonicalJson.Sha256($"{service.Build!.Text.Reveal()} {Version("source of " + Folder(service.Name))}"));
        return new DesiredState
        {
            Stack = new StackDefinition
            {
                Name = "shop",
                Edge = edge,
                Isolation = new IsolationDefinition { VerifyAfterDeploy = VerifiesIsolation },
                Environments = [.. Environments.Select(name => name == environment ? definition : definition with { Name = name, Compose = definition.Compose with { Project = Project(name) } })],
            },
            Environment = definition,
            Compose = compose,
            Builds = builds,
            EarlierBuilds = builds.ToImmutableSortedDictionary(build => build.Key, build => EarlierBuild(build.Value)!),
            Mounted =
            [
                .. compose.Services.SelectMany(service => service.Mounts).Select(mount => mount.Source).Where(source => source.StartsWith("/srv/shop/conf/", StringComparison.Ordinal)).Distinct()
                    .Select(source => MountedSource.Of(source, source, source["/srv/shop/".Length..], new FileTree(FileTreeState.Complete, false, ImmutableSortedDictionary<string, string>.Empty.Add("", $"{source} {Version($"file {source["/srv/shop/".Length..]}")}")))),
            ],
            EnvFile = $"/srv/shop/.env.{environment}",
            EnvFileFingerprint = CanonicalJson.Sha256(EnvText(environment)),
            EnvFileIsNew = isNew,
            EnvKeys = EnvFile.Parse(EnvText(environment), "").Values.ToImmutableSortedDictionary(pair => pair.Key, pair => CanonicalJson.Sha256(pair.Value), StringComparer.Ordinal),
            FreshSecrets = isNew ? ImmutableSortedDictionary<string, string>.Empty.Add("DB_PASSWORD", password) : ImmutableSortedDictionary<string, string>.Empty,
            NameProblems = HasForeignName ? [new Problem("docker-compose.yml", 0, "services/api/container_name", "it does not begin with the project's name")] : [],
            Source = IsInGit ? new SourceRevision(Commit, false, Commit) : SourceRevision.None,
            EdgeFiles =
            [
                Rules,
                .. definition.Access is { } who
                    ? ImmutableArray.Create(EdgeFile.Users($"access/shop-{environment}.users", who.User, who.Password))
                    : [],
                .. definition.Sites.Select(_ => EdgeFile.Of($"sites/shop-{environment}.caddy", SiteText(environment))),
            ],
            EdgeRules = Rules,
            Redactor = new Redactor(Secrets),
            EdgeCompose = EdgeFile.Of(EdgeFile.ComposePath, $"services: caddy: ports: {edge.HttpsPort}"),
            HttpPort = 80,
            HttpsPort = 443 + (8000 * Version("edge ports")),
            CertificateFolders = [$"/srv/shop/data/{environment}/mqtt"],
            Paths = Paths,
            Now = Now,
        };
    }

    public ObservedState Observed(Intent intent) => new()
    {
        Containers = containers.GetValueOrDefault(Project(intent.Environment), []),
        Guests = [.. guests],
        AppliedMigrations = migrations.GetValueOrDefault(intent.Environment),
        EdgeContainers = containers.GetValueOrDefault("slipway-edge", []),
        Networks = [.. networks],
        Volumes = [.. volumes],
        ImageIds = images.ToImmutableSortedDictionary(StringComparer.Ordinal),
        History = History.Of(ledgers[intent.Environment]),
        Manifests = manifests[intent.Environment],
        StateFiles = StateFiles(intent.Environment),
        Promoted = intent is { Kind: IntentKind.Promote, From: { } from } && History.Of(ledgers[from]).Current is { } promoted ? manifests[from][promoted] : null,
        AppliedEdgeFiles = edgeFiles.ToImmutableSortedDictionary(StringComparer.Ordinal),
        EdgeTexts = edgeTexts.ToImmutableSortedDictionary(StringComparer.Ordinal),
        EdgeCompose = edgeCompose,
        Upstreams = upstreams.Where(upstream => upstream.Key.StartsWith($"upstreams/{Project(intent.Environment)}-", StringComparison.Ordinal)).ToImmutableSortedDictionary(StringComparer.Ordinal),
        CertificateFolders = [.. certificateFolders],
        ImageBytes = images.Values.Distinct().ToImmutableSortedDictionary(id => id, id => id == IdOf("postgres:15") ? 375_000_000L : 120_000_000L, StringComparer.Ordinal),
        Composes = composes[intent.Environment],
        DowntimesElsewhere = Environments.Where(other => other != intent.Environment).ToImmutableSortedDictionary(other => other, other => History.Of(ledgers[other]).Downtimes),
        Backups = backups[intent.Environment],
        DatabaseBytes = containers.GetValueOrDefault(Project(intent.Environment), []).Any(container => container is { Service: "db", IsHealthy: true }) ? 8_210_000 : null,
        Folders = [.. folders],
        StateSpace = new FileSystemSpace("/srv", FreeBytes),
        EngineSpace = new FileSystemSpace("/var", 20_000_000_000),
    };

    public Plan Plan(Intent intent) => Planner.Plan(Desired(intent), Observed(intent), intent);

    /// <summary>The same plan in words.</summary>
    public Plan PlanInWords(Intent intent) => Planner.Plan(Desired(intent), Observed(intent), intent, platform);

    /// <summary>Plans, and does what the plan says.</summary>
    public Plan Run(Intent intent)
    {
        var plan = PlanInWords(intent);
        if (plan.Changes)
        {
            Note(plan, LedgerEvent.RunStarted);
            foreach (var step in plan.Steps) Do(plan, step.Action);
            Note(plan, LedgerEvent.RunDone);
        }

        Now = Now.AddHours(1);
        return plan;
    }

    /// <summary>Deploys development with something changed.</summary>
    public void Deploy(string change)
    {
        Change(change);
        Run(new Intent(IntentKind.Deploy, Named.Dev));
    }

    /// <summary>Plans, and notes that the first step failed, so that nothing was done.</summary>
    public void Fail(Intent intent)
    {
        var plan = Plan(intent);
        Note(plan, LedgerEvent.RunStarted);
        Note(plan, LedgerEvent.RunFailed);
        Now = Now.AddHours(1);
    }

    private static string DatabasePassword(EnvironmentName environment) => $"database-secret-of-{environment}";

    private string AccessPassword(EnvironmentName environment) => $"access-secret-of-{environment}{(Version($"password of {environment}") is > 0 and var version ? $"-{version}" : "")}";

    private string EnvText(EnvironmentName environment) =>
        $"""
        DB_PASSWORD={DatabasePassword(environment)}
        ACCESS_PASSWORD={AccessPassword(environment)}
        EDGE_HTTPS_PORT={443 + (8000 * Version("edge ports"))}
        LEVEL={Version($"env file of {environment}")}
        # {Version($"env comment of {environment}")}
        """;

    private EdgeFile Rules => EdgeFile.Of(EdgeFile.RulesPath, $"# rules {Version("edge rules")}\nimport /etc/caddy/state/sites/*.caddy\n");

    // A secret stands in it, as where the edge has to know a token.
    private string SiteText(EnvironmentName environment) =>
        $$"""
        https://{{environment}}.shop.test {
        	# site {{Version($"site of {environment}")}}
        	request_header X-Token "{{DatabasePassword(environment)}}"
        	reverse_proxy shop-{{environment}}-web:8080
        }

        """.ReplaceLineEndings("\n");

    private string PathOf(EnvironmentName environment, ReleaseId release, string file) =>
        file == "copies" ? HeldMounts.CopiesOf(composes[environment][release], Paths.Files(environment)).Keys.Single()
        : file == "env-file" ? Paths.EnvVersion(environment, manifests[environment][release].EnvFileFingerprint) : Paths.Compose(environment, release);

    private ImmutableSortedDictionary<string, string> StateFiles(EnvironmentName environment) =>
        manifests[environment].Values
            .SelectMany(manifest => new (string Path, string Fingerprint)[]
            {
                (PathOf(environment, manifest.Id, "compose.json"), ComposeFingerprint(manifest.Id)),
                (PathOf(environment, manifest.Id, "env-file"), manifest.EnvFileFingerprint),
            })
            .Concat(composes[environment].Values.SelectMany(model => HeldMounts.CopiesOf(model, Paths.Files(environment))).Select(copy => (Path: copy.Key, Fingerprint: copy.Value)))
            .DistinctBy(file => file.Path)
            .Select(file => (file.Path, Fingerprint: spoiltFiles.GetValueOrDefault(file.Path, file.Fingerprint)))
            .Where(file => file.Fingerprint.Length > 0)
            .ToImmutableSortedDictionary(file => file.Path, file => file.Fingerprint, StringComparer.Ordinal);

    private static string ComposeFingerprint(ReleaseId release) => CanonicalJson.Sha256($"compose.json of {release}");

    private string Project(EnvironmentName environment) => Version($"project of {environment}") == 0 ? $"shop-{environment}" : $"store-{environment}";

    private static string IdOf(string reference) => "sha256:" + CanonicalJson.Sha256(reference);

    // The worker is the api's program in another role: equal builds, one image.
    private static string Folder(string service) => service == "web" ? "web" : "api";

    private string Commit => new((char)('1' + Version("commit")), 40);

    private int Version(string what) => versions.GetValueOrDefault(what);

    private JsonObject ComposeJson(EnvironmentName environment, string password)
    {
        var project = Project(environment);
        var services = new JsonObject();
        foreach (var name in ServiceNames.Where(name => !DroppedServices.Contains(name)))
        {
            var service = new JsonObject
            {
                ["container_name"] = $"{project}-{name}",
                ["environment"] = new JsonObject { ["VERSION"] = Version($"definition of {name}"), ["RELEASE"] = ComposeModel.ReleaseMark, ["DB_PASSWORD"] = password },
            };
            if (name == "db")
            {
                service["image"] = Version("image of db") == 0 ? "postgres:15" : "postgres:16";
                service["volumes"] = new JsonArray(new JsonObject { ["type"] = "volume", ["source"] = "db-data", ["target"] = "/var/lib/postgresql/data" });
            }
            else
            {
                service["build"] = new JsonObject { ["context"] = $"/srv/shop/{Folder(name)}" };
                if (arguments.GetValueOrDefault($"{name} of {environment}") is { } argument) service["build"]!["args"] = new JsonObject { ["MODE"] = argument };
            }

            if (name == "worker") service["volumes"] = new JsonArray(new JsonObject { ["type"] = "bind", ["source"] = $"/srv/shop/data/{environment}/files", ["target"] = "/files" });
            if (name is "api" or "web") service["networks"] = new JsonObject { ["caddy_net"] = null };
            if (name != "worker") service["healthcheck"] = new JsonObject { ["test"] = new JsonArray("CMD", "true") };
            services[name] = service;
        }

        foreach (var (name, keys) in definitions)
        {
            if (services[name] is not JsonObject service) services[name] = service = new JsonObject { ["image"] = $"{name}:1" };
            foreach (var (key, value) in keys) service[key] = value?.DeepClone();
        }

        var root = new JsonObject
        {
            ["name"] = project,
            ["services"] = services,
            ["networks"] = new JsonObject([
                new("caddy_net", new JsonObject { ["external"] = true, ["name"] = "caddy_net" }),
                .. networkOptions.Select(network => KeyValuePair.Create(network.Key, (JsonNode?)network.Value.DeepClone())),
            ]),
            ["volumes"] = new JsonObject { ["db-data"] = new JsonObject { ["name"] = $"{project}_{(Version($"volume name of {environment}") == 0 ? "db-data" : "data")}" } },
        };
        foreach (var (section, added) in shared)
        {
            if (root[section] is not JsonObject all) root[section] = all = [];
            foreach (var (key, definition) in added) all[key] = definition!.DeepClone();
        }

        return root;
    }

    private void Note(Plan plan, LedgerEvent what) => ledgers[plan.Intent.Environment].Add(new LedgerEntry
    {
        AtUtc = Now,
        Run = 1 + History.Of(ledgers[plan.Intent.Environment]).LastRun,
        Event = what,
        Intent = plan.Intent.Kind.ToString(),
        Release = plan.Release,
    });

    private void Do(Plan plan, StepAction action)
    {
        switch (action)
        {
            case RunCommands it:
                foreach (var command in it.Commands) Do(plan, command);
                break;
            case StartServices it:
                Do(plan, it.Command);
                break;
            case StartBeside it:
                StartBeside(plan, it);
                break;
            case SwitchTraffic it:
                foreach (var upstream in it.Upstreams)
                {
                    if (upstream.Name is { } name) upstreams[upstream.File] = name;
                    else upstreams.Remove(upstream.File);
                }

                break;
            case Retire it:
                containers[it.Project] = [.. containers[it.Project].Where(container => !it.Services.Any(service => service.Name == container.Service && service.Kept != container.Release))];
                break;
            case DumpDatabase it:
                backups[plan.Intent.Environment] = [.. backups[plan.Intent.Environment].Append(new ObservedBackup(it.BackupId, 1_100_000)).TakeLast(it.Kept)];
                break;
            case WriteAndRun it:
                edgeFiles[EdgeFile.ComposePath] = CanonicalJson.Sha256(it.Text.Reveal());
                edgeCompose = it.Text.Reveal();
                if (it.Rules is { } rules) edgeTexts[rules.Path] = rules.Text!.Reveal();
                Do(plan, it.Command);
                break;
            case CreateNetwork it:
                networks.Add(it.Name);
                break;
            case BuildImages it:
                foreach (var image in it.Images.Values) images[image] = images[IdOf(BuiltFrom(image))] = IdOf(BuiltFrom(image));
                break;
            case WriteEnvFile:
                MissingEnvFiles.Remove(plan.Intent.Environment);
                passwords[plan.Intent.Environment] = $"{DatabasePassword(plan.Intent.Environment)}-drawn-{draws}";
                break;
            case CreateCertificates it:
                certificateFolders.Add(it.Folder);
                break;
            case WriteRelease it:
                Write(plan, it);
                break;
            case ApplyEdge it:
                foreach (var file in it.Files)
                {
                    edgeFiles.Remove(file.Path);
                    edgeTexts.Remove(file.Path);
                    if (!file.IsRemoved) edgeFiles[file.Path] = file.Fingerprint;
                    if (file.Text is { } text) edgeTexts[file.Path] = text.Reveal();
                }

                break;
            case RestoreEnvFile:
                BringBack(plan.Intent.Environment, plan.Release!.Value);
                break;
            case RunJobs it:
                foreach (var job in it.Jobs) Do(plan, job.Command);
                break;
            case CheckUnchanged or RunMigrations or CheckHealth or WatchSoak or VerifyIsolation or CheckTraffic or CheckWindow or AskGuard:
                break;
            default:
                throw new InvalidOperationException($"This world cannot do {action.GetType().Name}.");
        }
    }

    /// <summary>What stands in the env file is made of versions here: the ones that it was made of come back.</summary>
    private void BringBack(EnvironmentName environment, ReleaseId release)
    {
        var values = EnvFile.Parse(envTexts[(environment, release)], "").Values;
        versions[$"env file of {environment}"] = int.Parse(values["LEVEL"], CultureInfo.InvariantCulture);
        versions[$"password of {environment}"] = values["ACCESS_PASSWORD"].Split('-') is [.., var last] && int.TryParse(last, CultureInfo.InvariantCulture, out var version) ? version : 0;
        versions[$"env comment of {environment}"] = int.Parse(envTexts[(environment, release)].Split('#')[^1], CultureInfo.InvariantCulture);
    }

    private void Write(Plan plan, WriteRelease action)
    {
        var environment = plan.Intent.Environment;
        var desired = Desired(environment);
        composes[environment] = composes[environment].SetItem(action.Release, ComposeModel.Parse(
            ReleaseRendering.Compose(desired.Compose, action.Release, action.Services, desired.Stack.Edge.Network, History.Of(ledgers[environment]).Current is { } now ? composes[environment][now].Text.Reveal() : null, desired.Copies)));
        envTexts[(environment, action.Release)] = EnvText(environment);
        manifests[environment] = manifests[environment].SetItem(action.Release, new ReleaseManifest
        {
            Id = action.Release,
            Environment = environment,
            CreatedUtc = Now,
            Source = desired.Source,
            Fingerprint = action.Fingerprint,
            By = "ada@host",
            EnvFileFingerprint = desired.EnvFileFingerprint,
            EnvVersion = StatePaths.EnvVersionName(desired.EnvFileFingerprint),
            ComposeFingerprint = ComposeFingerprint(action.Release),
            Routes = [.. desired.Environment.Routes.Select(ReleaseRoute.Of)],
            Access = desired.EdgeFiles.FirstOrDefault(file => file.User is not null) is { } users ? new ReleaseAccess(users.Path, users.User!, users.Fingerprint) : null,
            Services = action.Services.ToImmutableSortedDictionary(service => service.Name, service => new ReleaseService
            {
                Image = service.Image,
                ImageId = images[service.Image],
                Specification = service.Specification,
                Build = service.Build,
                IsBuildAsSeen = service.IsBuildAsSeen,
                BuildSection = service.BuildSection,
                Files = service.Files,
                Since = service.Since,
                Upstream = service.Upstream,
                SupportsRolling = service.SupportsRolling,
            }),
            Volumes = [.. desired.Compose.Volumes],
            Folders = [.. desired.Compose.Folders],
            Sites = desired.Sites.ToImmutableSortedDictionary(site => site.Path, site => site.Text!.Reveal()),
        });
    }

    private void Do(Plan plan, Command command)
    {
        switch (platform.MeaningOf(command))
        {
            case Meaning.Pull it:
                AddImage(it.Reference);
                break;
            case Meaning.Tag it:
                images[it.Reference] = images[it.ImageId];
                break;
            case Meaning.Start { Project: "slipway-edge" }:
                containers["slipway-edge"] = [new ObservedContainer { Name = "slipway-edge-caddy", Id = "edge", Service = "caddy", State = "running", Health = "healthy", Networks = [OnEdgeNetwork] }];
                break;
            case Meaning.Start it:
                Start(plan, it);
                break;
            case Meaning.Job it:
                Start(plan, new Meaning.Start(it.Project, it.File, [it.Service]));
                Alter(it.Service, it.Project, container => container with { State = "exited", Health = "", StaysUp = false });
                break;
            case Meaning.Stop it:
                containers.Remove(it.Project);
                break;
            default:
                throw new InvalidOperationException($"This world cannot run `{command}`.");
        }
    }

    private void Start(Plan plan, Meaning.Start start)
    {
        var release = ReleaseOf(plan.Intent.Environment, start.File);
        var before = containers.GetValueOrDefault(start.Project, []);
        containers[start.Project] =
        [
            .. start.Services.IsEmpty ? [] : before.Where(container => !start.Services.Contains(container.Service)),
            .. release.Services.Where(service => start.Services.IsEmpty || start.Services.Contains(service.Key)).SelectMany(service => Replicas(plan, start.Project, service.Key, service.Value).Select(container => Joined(container, plan, release))),
        ];
        volumes.UnionWith(release.Volumes);
        folders.UnionWith(release.Folders);
    }

    private IEnumerable<ObservedContainer> Replicas(Plan plan, string project, string name, ReleaseService service)
    {
        var replicas = Desired(plan.Intent.Environment).Compose.Find(name)?.Replicas ?? 1;
        return Enumerable.Range(1, replicas).Select(number => Container(project, number == 1 ? name : $"{name}-{number}", service) with { Service = name });
    }

    /// <summary>One of a service's containers is gone.</summary>
    public void LoseOne(string service, string project) => containers[project] = containers[project].Remove(containers[project].Last(container => container.Service == service));

    private void StartBeside(Plan plan, StartBeside action)
    {
        var start = (Meaning.Start)platform.MeaningOf(action.Command);
        var release = ReleaseOf(plan.Intent.Environment, start.File);
        containers[action.Project] = [.. containers[action.Project], .. start.Services.Select(service => Joined(Container(action.Project, service, release.Services[service]), plan, release))];
    }

    /// <summary>The container, on the networks of its release besides the edge's.</summary>
    private ObservedContainer Joined(ObservedContainer container, Plan plan, ReleaseManifest release) => container with
    {
        Networks =
        [
            .. container.Networks,
            .. (composes[plan.Intent.Environment][release.Id].Find(container.Service)?.Networks ?? [])
                .Where(name => container.On(name) is null).Select(name => new ContainerNetwork(name, [], [])),
        ],
    };

    private ReleaseManifest ReleaseOf(EnvironmentName environment, string file) => manifests[environment].Values.Single(manifest => Paths.Compose(environment, manifest.Id) == file);

    private static ObservedContainer Container(string project, string name, ReleaseService service) => new()
    {
        Name = $"{project}-{name}",
        Id = CanonicalJson.Sha256($"{project} {name} {service.ImageId} {service.Since}")[..12],
        Service = name,
        State = "running",
        Health = name == "worker" ? "" : "healthy",
        Image = service.Image,
        ImageId = service.ImageId,
        Release = service.Since.ToString(),
        Networks = name.Split('-')[0] is "api" or "web" ? [OnEdgeNetwork] : [],
    };

    private static ContainerNetwork OnEdgeNetwork => new("caddy_net", [], ["172.20.0.2"]);
}
