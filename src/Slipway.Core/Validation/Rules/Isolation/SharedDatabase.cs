using System.Collections.Immutable;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Databases that both environments use: the same name on the same server.</summary>
public sealed class SharedDatabase : Rule
{
    private static readonly ImmutableArray<string> NameEndings = ["DATABASE", "NAME", "DB"];

    private static readonly ImmutableHashSet<string> Schemes =
    [
        "postgres",
        "postgresql",
        "mysql",
        "mariadb",
        "mongodb",
        "mongodb+srv",
        "sqlserver",
        "mssql",
        "cockroachdb",
        "clickhouse",
        "redis",
        "rediss",
    ];

    /// <inheritdoc />
    public override string Id => "isolation/shared-database";

    /// <inheritdoc />
    public override string Reason => "With one database for both, each test in development changes production's rows.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = Databases(facts, one).Select(use => use.Database).ToHashSet();
            foreach (
                var found in Databases(facts, other)
                    .Where(use => theirs.Contains(use.Database))
                    .GroupBy(use => (use.Place.File, use.Place.Line))
            )
            {
                var (server, name) = found.First().Database;
                yield return Found(
                    found.First().Place,
                    $"{one.Name} and {other.Name} use one database, {name} on "
                    + $"{server[(server.IndexOf('/', StringComparison.Ordinal) + 1)..]}",
                    $"give {other.Name} a database of its own, for example {name}_{other.Name}",
                    one.Name,
                    other.Name);
            }
        }
    }

    // A server of the environment's own project is another one than that of the same name elsewhere.
    private static IEnumerable<((string Server, string Name) Database, SourcePosition Place)> Databases(
        StackFacts facts,
        EnvironmentFacts environment
    )
    {
        if (environment.Definition.Database is { } defined)
        {
            var server = $"{(defined.InSharedProject ? facts.Stack.Shared?.Project : environment.Project)}/{defined.Service}";
            var written = facts.Stack.Find(environment.Name)!.Database!.Name;
            yield return (
                (server, defined.Name),
                environment.OriginOf(facts.PlaceOf("environments", environment.Name.ToString(), "database", "name"), written, defined.Name)
            );
        }

        foreach (var service in environment.Services)
        {
            foreach (var (key, value) in service.Variables)
            {
                if (
                    Uri.TryCreate(value, UriKind.Absolute, out var address)
                    && Schemes.Contains(address.Scheme)
                    && address.AbsolutePath.Trim('/') is { Length: > 0 } name
                )
                {
                    yield return ((Server(facts, environment, address.Host), name), environment.OriginOf(service, key, address.Host));
                }
                else if (
                    key.EndsWith("HOST", StringComparison.Ordinal)
                    && NameEndings.Select(ending => key[..^4] + ending).FirstOrDefault(service.Variables.ContainsKey) is { } nameKey
                    && service.Variables[nameKey].Length > 0
                )
                {
                    yield return (
                        (Server(facts, environment, value), service.Variables[nameKey]),
                        environment.OriginOf(service, nameKey, service.Variables[nameKey])
                    );
                }
            }
        }
    }

    private static string Server(StackFacts facts, EnvironmentFacts environment, string host) =>
        Owner(environment, host) ?? (facts.Shared is { } shared ? Owner(shared, host) : null) ?? $"/{host.ToLowerInvariant()}";

    private static string? Owner(EnvironmentFacts environment, string host) =>
        environment.Services.FirstOrDefault(service =>
            host == service.Name
            || host == service.ContainerName
            || host == ContainerNames.Of(environment.Project, service.Name, given: null)
            || service.JoinedNetworks.Any(network => network.Aliases.Contains(host))
        )
            is { } service
            ? $"{environment.Project}/{service.Name}"
            : null;
}
