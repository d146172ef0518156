using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Problems;

namespace Slipway.Core.Stack;

/// <summary>Reads <c>stack.yaml</c>.</summary>
public static class StackParser
{
    private static readonly YamlValue.Map Empty = new(0, "", []);

    /// <summary>
    /// The definition that the text holds, or every problem in it. Nothing is thrown for a wrong text. <c>${KEY}</c> is kept as written.
    /// </summary>
    /// <param name="text">The file's text, at most 1 MiB.</param>
    /// <param name="fileName">The file's name, for the problems.</param>
    public static ParseResult Parse(string text, string fileName)
    {
        var problems = new List<Problem>();
        if (YamlReader.Read(text, fileName, problems) is not { } file) return ParseResult.Refused(problems);

        var check = new ShapeCheck(fileName, problems);
        check.Check(file, StackShape.File);
        if (file is not YamlValue.Map stack) return ParseResult.Refused(problems);

        var defaults = stack.Find("defaults") as YamlValue.Map ?? Empty;
        ImmutableArray<YamlValue.Entry> environments = stack.Find("environments") is YamlValue.Map map
            ?
            [
                .. map
                    .Entries.Take(Shape.Named.MostEntries)
                    .Select(entry => entry.Value is YamlValue.Map own ? entry with { Value = DefaultsMerge.Merge(own, defaults) } : entry),
            ]
            : [];
        foreach (var environment in environments.Select(entry => entry.Value).OfType<YamlValue.Map>())
            check.CheckRequired(environment, StackShape.Environment);
        new StackRules(fileName, problems).Check(stack, environments);

        return problems.Count > 0 ? ParseResult.Refused(problems) : ParseResult.Read(Stack(stack, environments));
    }

    // From here on the values are known to have their shapes.
    private static StackDefinition Stack(YamlValue.Map stack, ImmutableArray<YamlValue.Entry> environments) => new()
    {
        Name = stack.Text("stack")!,
        Edge = Edge((YamlValue.Map)stack.Find("edge")!),
        Shared = stack.Find("shared") is YamlValue.Map shared ? Project(shared) : null,
        Environments = [.. environments.Select(environment => Environment(environment.Key, (YamlValue.Map)environment.Value))],
        Isolation = stack.Find("isolation") is YamlValue.Map isolation ? Isolation(isolation) : new IsolationDefinition(),
        Accepted = [.. stack.Maps("accepted").Select(Accepted)],
    };

    private static IsolationDefinition Isolation(YamlValue.Map map) => new()
    {
        Shared = [.. map.Maps("shared").Select(shared =>
        {
            var kind = Enum.GetValues<SharedKind>().First(kind => shared.Text(SharedThing.KeyOf(kind)) is not null);
            return new SharedDeclaration(new SharedThing(kind, shared.Text(SharedThing.KeyOf(kind))!), shared.Text("reason")!);
        })],
        VerifyAfterDeploy = IsTrue(map, "verifyAfterDeploy"),
        ProbeImage = map.Text("probeImage"),
    };

    private static AcceptedFinding Accepted(YamlValue.Map map) => new(
        map.Text("rule")!,
        map.Text("at")!,
        map.Text("reason")!,
        map.Text("until") is { } until ? DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        map.Line);

    private static GuardDefinition Guard(YamlValue.Map map)
    {
        var guard = new GuardDefinition(map.Text("name")!, map.Text("service")!, map.Texts("command"));
        if (map.Find("waitSeconds") is not null) guard = guard with { Wait = TimeSpan.FromSeconds(Number(map, "waitSeconds")) };
        return map.Find("timeoutSeconds") is null ? guard : guard with { Timeout = TimeSpan.FromSeconds(Number(map, "timeoutSeconds")) };
    }

    private static MaintenanceWindow Window(YamlValue.Map map) =>
        new(
            map.Text("timeZone")!,
            [
                .. map.Maps("periods")
                    .Select(period => new WindowPeriod(
                        [
                            .. period
                                .Texts("days")
                                .Select(day =>
                                    Enum.GetValues<DayOfWeek>()
                                        .First(candidate => candidate.ToString().StartsWith(day, StringComparison.OrdinalIgnoreCase))
                                )
                                .Distinct(),
                        ],
                        TimeOnly.ParseExact(period.Text("from")!, "HH:mm", CultureInfo.InvariantCulture),
                        TimeOnly.ParseExact(period.Text("to")!, "HH:mm", CultureInfo.InvariantCulture)
                    )),
            ]
        );

    private static BudgetDefinition Budget(YamlValue.Map map) =>
        new(
            map.Text("cpus") is { } cpus ? decimal.Parse(cpus, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : null,
            map.Text("memory") is { } memory
                ? long.Parse(memory[..^1], NumberStyles.None, CultureInfo.InvariantCulture)
                    << (
                        memory[^1] switch
                        {
                            'K' => 10,
                            'M' => 20,
                            _ => 30,
                        }
                    )
                : null,
            map.Find("percent") is null ? BudgetDefinition.DefaultPercent : Number(map, "percent")
        );

    private static ComposeProject Project(YamlValue.Map map) => new()
    {
        Project = map.Text("project")!,
        Files = map.Texts("compose"),
        Profiles = map.Texts("profiles"),
        EnvFile = map.Text("envFile"),
    };

    private static EdgeDefinition Edge(YamlValue.Map map) => new()
    {
        Compose = Project(map),
        Service = map.Text("service")!,
        Network = map.Text("network")!,
        HttpPort = map.Text("httpPort")!,
        HttpsPort = map.Text("httpsPort")!,
    };

    private static EnvironmentDefinition Environment(string name, YamlValue.Map map)
    {
        var environment = new EnvironmentDefinition
        {
            Name = EnvironmentName.Parse(name),
            Compose = Project(map),
            EnvTemplate = map.Text("envTemplate"),
            Production = map.Find("production") is null ? null : IsTrue(map, "production"),
            CreateEnvFile = IsTrue(map, "createEnvFile"),
            Url = map.Text("url")!,
            Sites = map.Texts("sites"),
            Access = map.Find("access") is YamlValue.Map access
                ? new AccessDefinition(access.Text("user")!, access.Text("password")!) { Open = access.Texts("open") }
                : null,
            Routes = [.. map.Maps("routes").Select(Route)],
            Singleton = map.Find("singleton") is null ? null : map.Texts("singleton"),
            Database = map.Find("database") is YamlValue.Map database ? Database(database) : null,
            Migrations = map.Find("migrations") is YamlValue.Map migrations
                ? new MigrationsDefinition(migrations.Text("service")!, migrations.Texts("command"))
                {
                    IsExclusive = IsTrue(migrations, "exclusive"),
                    Applied = migrations.Find("applied") is YamlValue.Map applied
                        ? new AppliedTableDefinition(applied.Text("table")!, applied.Text("column")!)
                        : null,
                }
                : null,
            Certificates = [.. map.Maps("certificates").Select(Certificate)],
            Guards = [.. map.Maps("guards").Select(Guard)],
        };

        // The values that are taken where nothing is written stand in the definition's type alone.
        if (map.Find("health") is YamlValue.Map health)
            environment = environment with { Health = Health(health) };
        if (map.Find("traffic") is YamlValue.Map traffic && traffic.Find("drainSeconds") is not null)
            environment = environment with { DrainTime = TimeSpan.FromSeconds(Number(traffic, "drainSeconds")) };
        if (map.Find("backup") is YamlValue.Map backup)
            environment = environment with { BackupsKept = Number(backup, "keep") };
        if (map.Find("window") is YamlValue.Map window)
            environment = environment with { Window = Window(window) };
        if (map.Find("budget") is YamlValue.Map budget)
            environment = environment with { Budget = Budget(budget) };
        return environment;
    }

    private static RouteDefinition Route(YamlValue.Map map)
    {
        var route = new RouteDefinition
        {
            Domain = map.Text("domain")!,
            Services = map.Text("service") is { } service ? [service] : map.Texts("services"),
            Port = map.Text("port")!,
            Health = map.Text("health"),
            WebSocket = map.Text("webSocket"),
        };
        if (map.Find("expect") is YamlValue.Map expect) route = route with { Expect = Expect(expect) };
        return map.Text("path") is { } path ? route with { Path = path } : route;
    }

    private static ExpectedAnswer Expect(YamlValue.Map map)
    {
        var answer = new ExpectedAnswer { Body = map.Text("body"), Header = map.Text("header") };
        if (map.Find("status") is not null) answer = answer with { Status = Number(map, "status") };
        return map.Find("latencyMs") is null ? answer : answer with { Latency = TimeSpan.FromMilliseconds(Number(map, "latencyMs")) };
    }

    private static HealthDefinition Health(YamlValue.Map map)
    {
        var health = new HealthDefinition();
        if (map.Find("timeoutSeconds") is not null)
            health = health with { Timeout = TimeSpan.FromSeconds(Number(map, "timeoutSeconds")) };
        if (map.Find("goodInARow") is not null)
            health = health with { GoodInARow = Number(map, "goodInARow") };
        if (map.Find("soakSeconds") is not null)
            health = health with { Soak = TimeSpan.FromSeconds(Number(map, "soakSeconds")) };
        if (map.Find("maxErrorPercent") is not null)
            health = health with { MaxErrorPercent = Number(map, "maxErrorPercent") };
        return map.Find("maxLatencyMs") is null
            ? health
            : health with
            {
                MaxLatency = TimeSpan.FromMilliseconds(Number(map, "maxLatencyMs")),
            };
    }

    private static DatabaseDefinition Database(YamlValue.Map map) => new()
    {
        Service = map.Text("service")!,
        InSharedProject = IsTrue(map, "shared"),
        Name = map.Text("name")!,
        User = map.Text("user")!,
    };

    private static CertificateDefinition Certificate(YamlValue.Map map) => new()
    {
        Name = map.Text("name")!,
        Directory = map.Text("directory")!,
        ServerNames = map.Texts("server"),
        Clients = map.Texts("clients"),
    };

    private static bool IsTrue(YamlValue.Map map, string key) => map.Find(key) is YamlValue.Scalar { IsTrue: true };

    private static int Number(YamlValue.Map map, string key) => int.Parse(map.Text(key)!, NumberStyles.None, CultureInfo.InvariantCulture);
}
