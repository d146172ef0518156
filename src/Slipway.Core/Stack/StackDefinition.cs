using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Secrets;

namespace Slipway.Core.Stack;

/// <summary>
/// What <c>stack.yaml</c> says: one application, its environments, and the edge in front of them. Texts may still hold
/// <c>${KEY}</c> references to the environment's env file; <see cref="EnvironmentDefinition"/> says which.
/// Paths are as written, relative to the folder of <c>stack.yaml</c>.
/// </summary>
public sealed record StackDefinition
{
    /// <summary>The stack's name: lower-case letters, digits and hyphens; names the state folder.</summary>
    public required string Name { get; init; }

    /// <summary>The reverse proxy that every environment of the host shares.</summary>
    public required EdgeDefinition Edge { get; init; }

    /// <summary>Services that both environments use on purpose, as a Compose project of their own; null where nothing is shared.</summary>
    public ComposeProject? Shared { get; init; }

    /// <summary>What the environments share on purpose, and how their isolation is proven.</summary>
    public IsolationDefinition Isolation { get; init; } = new();

    /// <summary>Findings of <c>Validate</c> that are accepted.</summary>
    public ImmutableArray<AcceptedFinding> Accepted { get; init; } = [];

    /// <summary>The environments in the order of the file, <c>defaults</c> already merged in.</summary>
    public required ImmutableArray<EnvironmentDefinition> Environments { get; init; }

    /// <summary>The environment of this name, or null.</summary>
    public EnvironmentDefinition? Find(EnvironmentName name) => Environments.FirstOrDefault(environment => environment.Name == name);

    /// <summary>The environment of a role; null where none has it, or several could have it and none has the usual name.</summary>
    public EnvironmentDefinition? Find(EnvironmentRole role)
    {
        var all = Environments.Where(environment => environment.Role == role).ToArray();
        return all.Length == 1 ? all[0] : all.FirstOrDefault(environment => environment.Name == EnvironmentDefinition.UsualName(role));
    }
}

/// <summary>A Compose project: its fixed name, its files in merge order, its profiles and env files.</summary>
public sealed record ComposeProject
{
    /// <summary>
    /// The Compose project name. It names containers, networks and volumes, so it is never derived from a folder or a variable.
    /// </summary>
    public required string Project { get; init; }

    /// <summary>Compose files, in merge order.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Compose profiles that are active.</summary>
    public ImmutableArray<string> Profiles { get; init; } = [];

    /// <summary>The env file that fills <c>${KEY}</c> in the Compose files, or null.</summary>
    public string? EnvFile { get; init; }
}

/// <summary>The edge: a Compose project with Caddy in it, on a network that the environments' routed services join.</summary>
public sealed record EdgeDefinition
{
    /// <summary>The Compose project of the edge.</summary>
    public required ComposeProject Compose { get; init; }

    /// <summary>The service of that project that runs Caddy.</summary>
    public required string Service { get; init; }

    /// <summary>The external Docker network that Caddy and the routed services are on.</summary>
    public required string Network { get; init; }

    /// <summary>The host's port for plain HTTP; may hold <c>${KEY}</c>.</summary>
    public required string HttpPort { get; init; }

    /// <summary>The host's port for HTTPS; may hold <c>${KEY}</c>.</summary>
    public required string HttpsPort { get; init; }
}

/// <summary>
/// One environment. <c>${KEY}</c> may stand in: url, routes' domain and port, database name and user, access user and password,
/// certificates' directory and names.
/// </summary>
public sealed record EnvironmentDefinition
{
    /// <summary>The name of production where the definition does not say which environment it is.</summary>
    internal static readonly EnvironmentName UsualProduction = EnvironmentName.Parse("prod");

    /// <summary>The name of development where several environments are not production.</summary>
    private static readonly EnvironmentName UsualDevelopment = EnvironmentName.Parse("dev");

    /// <summary>The name that the environment of a role mostly has.</summary>
    public static EnvironmentName UsualName(EnvironmentRole role) =>
        role == EnvironmentRole.Production ? UsualProduction : UsualDevelopment;

    /// <summary>The environment's name, for example <c>prod</c> or <c>dev</c>.</summary>
    public required EnvironmentName Name { get; init; }

    /// <summary>Whether it is production, where what endangers data is refused and not asked about.</summary>
    [JsonIgnore]
    public bool IsProduction => Production ?? Name == UsualProduction;

    /// <summary>The role that it can have.</summary>
    [JsonIgnore]
    public EnvironmentRole Role => IsProduction ? EnvironmentRole.Production : EnvironmentRole.Development;

    /// <summary>What the definition says of that; null where it says nothing, and then the name decides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Production { get; init; }

    /// <summary>The Compose project.</summary>
    public required ComposeProject Compose { get; init; }

    /// <summary>The template that <c>InitEnv</c> makes the env file from, or null.</summary>
    public string? EnvTemplate { get; init; }

    /// <summary>Whether a deploy may make a missing env file from the template. Never the case for production.</summary>
    public bool CreateEnvFile { get; init; }

    /// <summary>Where people find the environment.</summary>
    public required string Url { get; init; }

    /// <summary>Caddy site files with <c>{$KEY}</c> placeholders.</summary>
    public ImmutableArray<string> Sites { get; init; } = [];

    /// <summary>Who passes the edge's basic auth; null where everybody does.</summary>
    public AccessDefinition? Access { get; init; }

    /// <summary>What the edge sends where; a health path is probed through the edge after a deploy.</summary>
    public ImmutableArray<RouteDefinition> Routes { get; init; } = [];

    /// <summary>Services that never run twice, as they are written; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Singleton { get; init; }

    /// <summary>Services that never run twice.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Singletons => Singleton ?? [];

    /// <summary>The database, or null.</summary>
    public DatabaseDefinition? Database { get; init; }

    /// <summary>How migrations run, or null.</summary>
    public MigrationsDefinition? Migrations { get; init; }

    /// <summary>Certificates that are made on first use.</summary>
    public ImmutableArray<CertificateDefinition> Certificates { get; init; } = [];

    /// <summary>When a release counts as healthy, and for how long it is watched after that.</summary>
    public HealthDefinition Health { get; init; } = new();

    /// <summary>
    /// How long requests and sockets in flight may take to end by themselves before a container that gives way is stopped.
    /// </summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many backups are kept.</summary>
    public int BackupsKept { get; init; } = 7;

    /// <summary>Commands that have to succeed before a new release may touch what runs, in the order of the file.</summary>
    public ImmutableArray<GuardDefinition> Guards { get; init; } = [];

    /// <summary>The times at which alone a new release is made; null for any.</summary>
    public MaintenanceWindow? Window { get; init; }

    /// <summary>How much of the host the limits may add up to; null for the usual share, of any environment but production.</summary>
    public BudgetDefinition? Budget { get; init; }
}

/// <summary>Basic auth for an environment. The password's place is the env file; it is never written here.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Password">A reference to the env key that holds the password, as <c>${KEY}</c>.</param>
public sealed record AccessDefinition(string User, Secret Password)
{
    /// <summary>Paths that everybody may ask for, as Caddy's path matcher has them.</summary>
    public ImmutableArray<string> Open { get; init; } = [];
}

/// <summary>One public route: requests for a domain and path go to one or more services' port.</summary>
public sealed record RouteDefinition
{
    /// <summary>The domain; may hold <c>${KEY}</c>.</summary>
    public required string Domain { get; init; }

    /// <summary>A Caddy path matcher; <c>/*</c> is everything.</summary>
    public string Path { get; init; } = "/*";

    /// <summary>Compose services that answer; several are instances between which the edge balances.</summary>
    public required ImmutableArray<string> Services { get; init; }

    /// <summary>The container port; may hold <c>${KEY}</c>.</summary>
    public required string Port { get; init; }

    /// <summary>A path that answers as expected through the edge when the service is healthy, or null.</summary>
    public string? Health { get; init; }

    /// <summary>What <see cref="Health"/> answers.</summary>
    public ExpectedAnswer Expect { get; init; } = new();

    /// <summary>A path where the service speaks WebSocket, to which one is held while a run works, or null.</summary>
    public string? WebSocket { get; init; }
}

/// <summary>The environment's PostgreSQL database.</summary>
public sealed record DatabaseDefinition
{
    /// <summary>The Compose service that runs the server.</summary>
    public required string Service { get; init; }

    /// <summary>Whether that service is in the stack's shared project and not in the environment's own.</summary>
    public bool InSharedProject { get; init; }

    /// <summary>The database's name; may hold <c>${KEY}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The role that owns the database, dumps it and migrates it; may hold <c>${KEY}</c>.</summary>
    public required string User { get; init; }
}

/// <summary>Migrations: a command in the new image of a service.</summary>
/// <param name="Service">The service whose image and environment the command runs in.</param>
/// <param name="Command">The command, an argument a list entry.</param>
public sealed record MigrationsDefinition(string Service, ImmutableArray<string> Command)
{
    /// <summary>Where the database notes what was applied; null for one of the tables that well-known tools use.</summary>
    public AppliedTableDefinition? Applied { get; init; }

    /// <summary>Whether nothing else may use the database meanwhile: the edge keeps requests waiting.</summary>
    public bool IsExclusive { get; init; }
}

/// <summary>A table of the database with a row for each migration that was applied.</summary>
/// <param name="Table">The table's name as the database has it, with its schema and a dot before it where it is not on the search
/// path.</param>
/// <param name="Column">The column that names the migration.</param>
public sealed record AppliedTableDefinition(string Table, string Column);

/// <summary>A certificate authority with one server and any number of client certificates, made in a folder when it holds none.</summary>
public sealed record CertificateDefinition
{
    /// <summary>What it is for; a name for messages and for the authority's subject.</summary>
    public required string Name { get; init; }

    /// <summary>The folder; may hold <c>${KEY}</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>The DNS names of the server's certificate; may hold <c>${KEY}</c>.</summary>
    public required ImmutableArray<string> ServerNames { get; init; }

    /// <summary>Names of client certificates.</summary>
    public ImmutableArray<string> Clients { get; init; } = [];
}
