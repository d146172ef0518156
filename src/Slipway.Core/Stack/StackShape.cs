using System.Collections.Immutable;

namespace Slipway.Core.Stack;

/// <summary>The shape of <c>stack.yaml</c>: every key, its type, its rule and its meaning.</summary>
internal static class StackShape
{
    public const string Reference = @"\$\{[A-Za-z_][A-Za-z0-9_]*\}";

    /// <summary>A text that is one reference and nothing else.</summary>
    public static readonly TextRule ReferenceRule = new("a reference to an env key", "${KEY}", Reference);

    private const string Letters = "A-Za-z0-9";

    private const string Identifier = "[A-Za-z_][A-Za-z0-9_]*";

    // A label of a host name, any part of which may come from the env file.
    private const string Label = $"(?:[{Letters}]|{Reference})(?:(?:[{Letters}-]|{Reference})*(?:[{Letters}]|{Reference}))?";

    private static readonly TextRule StackName = new(
        "a stack name", "lower-case letters, digits and '-', starting with a letter or digit", "[a-z0-9][a-z0-9-]*");

    private static readonly TextRule EnvironmentName = new(
        "an environment name", "lower-case letters, digits, '-' and '_', starting with a letter or digit", "[a-z0-9][a-z0-9_-]*");

    private static readonly TextRule ProjectName = new(
        "a Compose project name", "lower-case letters, digits, '-' and '_', starting with a letter or digit", "[a-z0-9][a-z0-9_-]*");

    private static readonly TextRule ServiceName = new(
        "a Compose service name", "letters, digits, '.', '-' and '_'", $"[{Letters}._-]+");

    private static readonly TextRule ProfileName = new(
        "a Compose profile name",
        "at least two of letters, digits, '.', '-' and '_', starting with a letter or digit",
        $"[{Letters}][{Letters}_.-]+"
    );

    private static readonly TextRule NetworkName = new(
        "a Docker network name", "letters, digits, '.', '-' and '_', starting with a letter or digit", $"[{Letters}][{Letters}_.-]*");

    private static readonly TextRule RelativePath = new(
        "a relative path",
        "a path relative to this file's folder, with '/' between its parts",
        @"[^/\\:~$\u0000-\u001f][^\\:$\u0000-\u001f]*"
    );

    private static readonly TextRule Directory = new(
        "a folder",
        "a path relative to this file's folder, with '/' between its parts; ${KEY} may stand in it",
        $@"(?:{Reference}|[^/\\:~$\u0000-\u001f])(?:{Reference}|[^\\:$\u0000-\u001f])*");

    // A wrong address or user is not repeated: somebody may have written name:password there.
    private static readonly TextRule Address = new(
        "the address of a site",
        "an address that starts with https://, http:// or ${KEY}, without a user or password",
        $@"(?:https?://|{Reference})(?:[^\s@$\u0000-\u001f]|{Reference})*",
        isShown: false);

    private static readonly TextRule Domain = new(
        "a domain", "a host name; ${KEY} may stand in it", $@"(?:\*\.)?{Label}(?:\.{Label})*");

    private static readonly TextRule PathMatcher = new(
        "a path", "a path that starts with '/', and '*' at its end for all below it", @"/[^\s${}\u0000-\u001f]*");

    // Caddy's path matcher makes patterns of '*', '?' and '[', and compares what is written with '%' otherwise.
    private static readonly TextRule OpenPath = new(
        "a path to leave open",
        "a path of letters, digits and ._~@+:,=- between slashes, and '*' at its end for all below it; not all paths",
        $@"/[{Letters}._~@+:,=-][{Letters}._~@+:,=/-]*\*?"
    );

    private static readonly TextRule HealthPath = new(
        "a path", "a path that starts with '/'", @"/[^\s${}*\u0000-\u001f]*");

    private static readonly TextRule SqlName = new(
        "a name in PostgreSQL",
        "a name on one line; ${KEY} may stand in it, and a dollar sign is written $$",
        $@"(?:[^$\u0000-\u001f]|\$\$|{Reference})+"
    );

    private static readonly TextRule TableName = new(
        "the name of a table",
        "letters, digits and '_', not starting with a digit; a schema and '.' may stand before it",
        $"(?:{Identifier}\\.)?{Identifier}"
    );

    private static readonly TextRule ColumnName = new(
        "the name of a column", "letters, digits and '_', not starting with a digit", Identifier);

    private static readonly TextRule UserName = new(
        "a user name", "a name without ':' or spaces; ${KEY} may stand in it", $@"(?:[^\s:$\u0000-\u001f]|{Reference})+", isShown: false);

    private static readonly TextRule PasswordReference = new(
        "a reference to an env key", "${KEY} alone: the password itself stands in the env file and never here", Reference, isShown: false);

    private static readonly TextRule CertificateName = new(
        "a certificate name", "letters, digits, '.', '-' and '_', starting with a letter or digit", $"[{Letters}][{Letters}._-]*");

    private static readonly TextRule Cpus = new(
        "a number of CPUs",
        "a number in quotes, such as '2' or '0.5'",
        @"[0-9]{1,4}(?:\.[0-9]{1,3})?"
    );

    private static readonly TextRule MemorySize = new(
        "an amount of memory",
        "a whole number and K, M or G, such as 512M",
        "[1-9][0-9]{0,8}[KMG]"
    );

    private static readonly TextRule HostPath = new(
        "a path",
        "a path of this host, absolute or relative to this file",
        @"[^$\u0000-\u001f]+"
    );

    private static readonly TextRule EnvKeyName = new("an env key", "letters, digits and '_', not starting with a digit", Identifier);

    private static readonly TextRule ImageReference = new(
        "an image",
        "an image reference, such as caddy:2",
        $"[{Letters}][{Letters}._/:@-]*"
    );

    private static readonly TextRule HostAndPort = new(
        "an address",
        "a host name and a port with ':' between",
        $"[{Letters}][{Letters}._-]*:[0-9]{{1,5}}"
    );

    private static readonly TextRule RuleId = new(
        "a rule's id",
        "an id that `Validate --rules` lists, such as isolation/shared-alias",
        "[a-z]+/[a-z-]+"
    );

    private static readonly TextRule Date = new("a date", "a day as YYYY-MM-DD", "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])");

    private static readonly TextRule Sentence = new("a text", "text on one line", @"[^\u0000-\u001f]+");

    private static readonly TextRule HeaderLine = new(
        "a header",
        "its name, ':' and its value, such as 'Content-Type: text/plain'",
        @"[!#%&'*+.^_`|~0-9A-Za-z-]+:[^\u0000-\u001f]+"
    );

    private static readonly TextRule Day = new(
        "a day of the week",
        "one of mon, tue, wed, thu, fri, sat, sun",
        "mon|tue|wed|thu|fri|sat|sun"
    );

    private static readonly TextRule TimeOfDay = new(
        "a time of day",
        "hours and minutes in quotes, such as '20:00'",
        "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
    );

    private static readonly TextRule ZoneName = new(
        "a time zone",
        "an IANA name, such as Europe/Berlin or UTC",
        "[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*"
    );

    private static readonly TextRule Argument = new("an argument", "text without a NUL character", @"[^\u0000]*", isShown: false);

    private static readonly Shape.Map Edge = new(
        "The reverse proxy that all environments share, as a Compose project of its own.",
        "edge",
        [
            new("project", new Shape.Text("The Compose project of the edge.", ProjectName), IsRequired: true),
            new("compose", ComposeFiles, IsRequired: true),
            new("service", new Shape.Text("The service that runs Caddy.", ServiceName), IsRequired: true),
            new(
                "network",
                new Shape.Text("The external Docker network that Caddy and the routed services are on.", NetworkName),
                IsRequired: true
            ),
            new("httpPort", new Shape.Port("The host's port for plain HTTP."), IsRequired: true),
            new("httpsPort", new Shape.Port("The host's port for HTTPS."), IsRequired: true),
        ]
    );

    private static readonly Shape.Map Shared = new(
        "Services that the environments use together on purpose, as a Compose project of its own.",
        "shared",
        [
            new("project", new Shape.Text("The Compose project of the shared services.", ProjectName), IsRequired: true),
            new("compose", ComposeFiles, IsRequired: true),
            new("profiles", Profiles),
            new("envFile", EnvFile),
        ]
    );

    private static readonly Shape.Map Access = new(
        "Who passes the edge's basic auth. Without it everybody does.",
        "access",
        [
            new("user", new Shape.Text("The user's name.", UserName), IsRequired: true),
            new(
                "password",
                new Shape.Text("The env key that holds the password, as ${KEY}. The password itself never stands here.", PasswordReference),
                IsRequired: true
            ),
            new(
                "open",
                new Shape.List(
                    "Paths that everybody may ask for, such as an OAuth callback or a webhook; the site files take them with {$ACCESS_OPEN}.",
                    new Shape.Text("A path, as Caddy's path matcher has it.", OpenPath)
                )
            ),
        ]
    )
    {
        IsPartial = true,
    };

    private static readonly Shape.Map Expect = new(
        "What the path under 'health' answers when the service is well.",
        "expectedAnswer",
        [
            new("status", new Shape.Whole("The HTTP status. Without it: 200.", 200, 599)),
            new("body", new Shape.Text("A text that the body has to contain, within its first 64 KiB.", Sentence)),
            new("header", new Shape.Text("A header that the answer has to have, with exactly this value.", HeaderLine)),
            new(
                "latencyMs",
                new Shape.Whole("Milliseconds within which the answer has to begin, on a new connection. Without it: any.", 1, 10_000)
            ),
        ]
    );

    private static readonly Shape.Map Route = new(
        "Requests for a domain and path, and the services that answer them.",
        "route",
        [
            new("domain", new Shape.Text("The domain.", Domain), IsRequired: true),
            new("path", new Shape.Text("A Caddy path matcher. Without it: everything.", PathMatcher)),
            new("service", new Shape.Text("The Compose service that answers.", ServiceName)),
            new(
                "services",
                new Shape.List(
                    "Instances between which the edge balances, instead of 'service'.",
                    new Shape.Text("A Compose service.", ServiceName),
                    MayBeEmpty: false
                )
            ),
            new("port", new Shape.Port("The container's port."), IsRequired: true),
            new(
                "health",
                new Shape.Text("A path that answers 200, or as 'expect' says, through the edge when the service is well.", HealthPath)
            ),
            new("expect", Expect),
            new(
                "webSocket",
                new Shape.Text(
                    "A path where the service speaks WebSocket. While something is deployed, one is held to it, and counted when it is dropped.",
                    HealthPath
                )
            ),
        ]
    )
    {
        Choice = ["service", "services"],
    };

    private static readonly Shape.Map Database = new("The environment's PostgreSQL database.", "database",
    [
        new("service", new Shape.Text("The Compose service that runs the server.", ServiceName), IsRequired: true),
        new("shared", new Shape.Flag("Whether that service is in the shared project and not in the environment's own.")),
        new("name", new Shape.Text("The database's name.", SqlName), IsRequired: true),
        new("user", new Shape.Text("The role that owns, dumps and migrates the database.", SqlName), IsRequired: true),
    ]) { IsPartial = true };

    private static readonly Shape.Map Applied = new(
        "The table in which the database notes the migrations that were applied. Without it, the tables of well-known tools are looked for.",
        "appliedMigrations",
        [
            new(
                "table",
                new Shape.Text("The table's name, with its schema and a dot before it where it is not on the search path.", TableName),
                IsRequired: true
            ),
            new("column", new Shape.Text("The column that names the migration.", ColumnName), IsRequired: true),
        ]
    )
    {
        IsPartial = true,
    };

    private static readonly Shape.Map Migrations = new(
        "How migrations run: a command in the new image of a service. What it prints on standard output, a line each, is noted as the release's migrations.",
        "migrations",
        [
            new("service", new Shape.Text("The service whose image and environment the command runs in.", ServiceName), IsRequired: true),
            new(
                "command",
                new Shape.List("The command, an argument a list entry.", new Shape.Text("An argument.", Argument), MayBeEmpty: false),
                IsRequired: true
            ),
            new("applied", Applied),
            new(
                "exclusive",
                new Shape.Flag(
                    "Whether nothing else may use the database meanwhile: the edge keeps requests waiting, for up to 30 seconds."
                )
            ),
        ]
    )
    {
        IsPartial = true,
    };

    private static readonly Shape.Map Certificate = new(
        "A certificate authority with one server and any number of clients, made when its folder holds none.",
        "certificate",
        [
            new("name", new Shape.Text("What it is for.", CertificateName), IsRequired: true),
            new("directory", new Shape.Text("The folder.", Directory), IsRequired: true),
            new(
                "server",
                new Shape.List("The DNS names of the server's certificate.", new Shape.Text("A DNS name.", Domain), MayBeEmpty: false),
                IsRequired: true
            ),
            new("clients", new Shape.List("Names of client certificates.", new Shape.Text("A client's name.", CertificateName))),
        ]
    );

    private static readonly Shape.Map Health = new(
        "When a release counts as healthy, and for how long it is watched after that.",
        "health",
        [
            new("timeoutSeconds", new Shape.Whole("Seconds until a release that is not healthy has failed. Without it: 120.", 1, 3600)),
            new("goodInARow", new Shape.Whole("How many good answers in a row each health path has to give. Without it: 3.", 1, 100)),
            new(
                "soakSeconds",
                new Shape.Whole("Seconds for which a new release is watched before it counts; 0 for not at all. Without it: 10.", 0, 3600)
            ),
            new(
                "maxErrorPercent",
                new Shape.Whole(
                    "The share of failed requests above which a watched release is taken back, if there are at least 3. Without it: 2.",
                    0,
                    100
                )
            ),
            new(
                "maxLatencyMs",
                new Shape.Whole(
                    "Milliseconds within which 99 of 100 answers of a watched release have to begin. Without it: 5000.",
                    1,
                    10_000
                )
            ),
        ]
    )
    {
        IsPartial = true,
    };

    private static readonly Shape.Map Traffic = new(
        "How requests pass from one release to the next.",
        "traffic",
        [
            new(
                "drainSeconds",
                new Shape.Whole(
                    "How long requests and WebSockets in flight may take to end by themselves before a container that gives way is stopped. Without it: 30.",
                    0,
                    3600
                )
            ),
        ]
    )
    {
        IsPartial = true,
    };

    private static readonly Shape.Map Backup = new("Which backups are kept.", "backup",
    [
        new("keep", new Shape.Whole("How many backups are kept. Without it: 7.", 1, 1000), IsRequired: true),
    ]) { IsPartial = true };

    private static readonly Shape.Map Budget = new(
        "How much of the host the limits of all services may add up to. Without it: 40 percent, for any environment but prod.",
        "budget",
        [
            new("cpus", new Shape.Text("CPUs at most, instead of a share of the host's.", Cpus)),
            new("memory", new Shape.Text("Memory at most, instead of a share of the host's.", MemorySize)),
            new("percent", new Shape.Whole("The share of the host.", 1, 100)),
            new("reason", new Shape.Text("Why it is not the usual share.", Sentence), IsRequired: true),
        ]
    )
    {
        IsPartial = true,
    };

    private static readonly Shape.Map Guard = new(
        "A command that has to succeed before a new release may touch what runs.",
        "guard",
        [
            new("name", new Shape.Text("What it makes sure of.", Sentence), IsRequired: true),
            new("service", new Shape.Text("The service in whose running container the command runs.", ServiceName), IsRequired: true),
            new(
                "command",
                new Shape.List(
                    "The command, an argument a list entry. Exit code 0 lets the release through.",
                    new Shape.Text("An argument.", Argument),
                    MayBeEmpty: false
                ),
                IsRequired: true
            ),
            new("waitSeconds", new Shape.Whole("How long it is tried again where it does not succeed. Without it: not at all.", 0, 86_400)),
            new("timeoutSeconds", new Shape.Whole("How long one try may take. Without it: 30.", 1, 3600)),
        ]
    );

    private static readonly Shape.Map Period = new("A period of certain days of the week.", "windowPeriod",
    [
        new("days", new Shape.List("The days on which it begins.", new Shape.Text("A day.", Day), MayBeEmpty: false), IsRequired: true),
        new("from", new Shape.Text("When it begins.", TimeOfDay), IsRequired: true),
        new("to", new Shape.Text("When it ends; on the next day where that is not after the beginning.", TimeOfDay), IsRequired: true),
    ]);

    private static readonly Shape.Map Window = new("The times at which alone a new release is made. --now overrules it.", "window",
    [
        new("timeZone", new Shape.Text("The time zone of the periods.", ZoneName), IsRequired: true),
        new("periods", new Shape.List("The periods of the week.", Period, MayBeEmpty: false), IsRequired: true),
    ]) { IsPartial = true };

    private static readonly Shape.Map SharedThing = new("Something that environments share on purpose.", "sharedThing",
    [
        new("network", new Shape.Text("A Docker network, by its real name.", NetworkName)),
        new("volume", new Shape.Text("A Docker volume, by its real name.", NetworkName)),
        new("folder", new Shape.Text("A folder or file of the host, absolute or relative to this file.", HostPath)),
        new("key", new Shape.Text("A key of the env files whose values may be equal.", EnvKeyName)),
        new("image", new Shape.Text("An image that both environments build.", ImageReference)),
        new("address", new Shape.Text("A host and port that containers of both environments have to reach.", HostAndPort)),
        new("reason", new Shape.Text("Why it is shared.", Sentence), IsRequired: true),
    ]) { Choice = ["network", "volume", "folder", "key", "image", "address"] };

    private static readonly Shape.Map Isolation = new(
        "What the environments share on purpose, and how their isolation is proven.",
        "isolation",
        [
            new("shared", new Shape.List("What they share on purpose; all else that they share is an error.", SharedThing)),
            new(
                "verifyAfterDeploy",
                new Shape.Flag("Whether each deployment ends with VerifyIsolation, and is taken back where that finds something.")
            ),
            new(
                "probeImage",
                new Shape.Text(
                    "The image of the containers that VerifyIsolation starts, with sh and either nc or bash. Without it: the edge's.",
                    ImageReference
                )
            ),
        ]
    );

    private static readonly Shape.Map Accepted = new(
        "A finding of Validate that is accepted.",
        "acceptedFinding",
        [
            new("rule", new Shape.Text("The rule's id.", RuleId), IsRequired: true),
            new(
                "at",
                new Shape.Text("Where: a file, a path as the finding shows it, with what lies below it, or host.", Sentence),
                IsRequired: true
            ),
            new("reason", new Shape.Text("Why it is accepted.", Sentence), IsRequired: true),
            new("until", new Shape.Text("The last day on which it is accepted. Without it: always.", Date)),
        ]
    );

    private static readonly Key Project = new(
        "project",
        new Shape.Text(
            "The Compose project. It names containers, networks and volumes: a changed name means new, empty volumes.",
            ProjectName
        ),
        IsRequired: true
    );

    private static readonly ImmutableArray<Key> CommonKeys =
    [
        new("compose", ComposeFiles, IsRequired: true),
        new("profiles", Profiles),
        new("envFile", EnvFile),
        new("envTemplate", new Shape.Text("The template that the env file is made from.", RelativePath)),
        new("createEnvFile", new Shape.Flag("Whether a deploy may make a missing env file from the template. Never for prod.")),
        new("url", new Shape.Text("Where people find the environment.", Address), IsRequired: true),
        new("sites", new Shape.List("Caddy site files.", new Shape.Text("A site file.", RelativePath))),
        new("access", Access),
        new("routes", new Shape.List("What the edge sends where.", Route)),
        new("database", Database),
        new("migrations", Migrations),
        new("certificates", new Shape.List("Certificates that are made on first use.", Certificate)),
        new("health", Health),
        new("traffic", Traffic),
        new("backup", Backup),
        new("budget", Budget),
        new("guards", new Shape.List("Commands that have to succeed before a new release may touch what runs.", Guard)),
        new("window", Window),
    ];

    /// <summary>An environment as it is written: what is missing may stand in <c>defaults</c>.</summary>
    public static Shape.Map Environment { get; } =
        new("One environment. A key that is missing here is taken from 'defaults'.", "environment", [Project, .. CommonKeys])
        {
            IsPartial = true,
        };

    /// <summary>What all environments have in common.</summary>
    public static Shape.Map Defaults { get; } = new(
        "What all environments have in common. Mappings are merged key by key; an environment's lists and values replace those given here.",
        "defaults",
        CommonKeys) { IsPartial = true };

    /// <summary>The whole file.</summary>
    public static Shape.Map File { get; } =
        new(
            "A stack: one application, its environments and the edge in front of them. ${KEY} is read from the environment's env file.",
            "stack",
            [
                new("stack", new Shape.Text("The stack's name. It names the folder of its state.", StackName), IsRequired: true),
                new("edge", Edge, IsRequired: true),
                new("shared", Shared),
                new("isolation", Isolation),
                new("accepted", new Shape.List("Findings of Validate that are accepted.", Accepted)),
                new("defaults", Defaults),
                new("environments", new Shape.Named("The environments by name.", EnvironmentName, Environment), IsRequired: true),
            ]
        );

    private static Shape.List ComposeFiles =>
        new("Compose files in merge order, relative to this file.", new Shape.Text("A Compose file.", RelativePath), MayBeEmpty: false);

    private static Shape.List Profiles => new("Compose profiles that are active.", new Shape.Text("A Compose profile.", ProfileName));

    private static Shape.Text EnvFile => new("The env file, relative to this file.", RelativePath);
}
