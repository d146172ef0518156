using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Core.Compose;
using Slipway.Core.Text;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Values of one environment that name a container or a domain of the other.</summary>
public sealed partial class PointsAtOther : Rule
{
    // Where services get values from. Mounts and names of containers have rules of their own.
    private static readonly ImmutableArray<ImmutableArray<string>> Sections =
    [
        ["environment"],
        ["command"],
        ["entrypoint"],
        ["healthcheck", "test"],
        ["extra_hosts"],
        ["external_links"],
        ["labels"],
        ["build", "args"],
    ];

    /// <inheritdoc />
    public override string Id => "isolation/points-at-other";

    /// <inheritdoc />
    public override string Reason =>
        "A service that is told the other environment's host or domain reads and changes what is there, and nobody sees it.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        facts
            .Pairs.SelectMany(pair => new[] { (Mine: pair.Other, Theirs: pair.One), (Mine: pair.One, Theirs: pair.Other) })
            .SelectMany(pair => Check(facts, pair.Mine, pair.Theirs));

    private IEnumerable<Finding> Check(StackFacts facts, EnvironmentFacts mine, EnvironmentFacts theirs)
    {
        var targets = Targets(theirs).Except(Targets(mine));
        var found = mine.Services.SelectMany(service => Values(mine, service))
            .Concat(Sites(mine))
            .Append(
                (
                    Who: "the address",
                    facts.PlaceOf("environments", mine.Name.ToString(), "url"),
                    Written: (string?)facts.Stack.Find(mine.Name)!.Url,
                    Value: mine.Definition.Url
                )
            )
            .SelectMany(value =>
                HostNames
                    .In(value.Value)
                    .Where(targets.Contains)
                    .Distinct()
                    .Select(target => (value.Who, Place: mine.OriginOf(value.Item2, value.Written, target), Target: target))
            )
            // Where the other's env file is loaded, that is the mistake.
            .Where(use => use.Place.File != theirs.Env.File.FileName)
            .GroupBy(use => (use.Place.File, use.Place.Line, use.Target));
        foreach (var use in found)
        {
            var what = HostNames.Domains(theirs).Contains(use.Key.Target) ? "a domain" : "a container";
            yield return Found(
                use.First().Place,
                $"{Listed(use.Select(value => value.Who))} of {mine.Name} "
                + $"{Count.Noun(use.Select(value => value.Who).Distinct().Count(), "points", "point")} at {use.Key.Target}, {what} of "
                + $"{theirs.Name}",
                $"write {mine.Name}'s own here; by its key in the env file, it follows the environment",
                mine.Name,
                theirs.Name);
        }
    }

    private static ImmutableHashSet<string> Targets(EnvironmentFacts environment) =>
        HostNames.Containers(environment).Union(HostNames.Domains(environment));

    private static IEnumerable<(string Who, SourcePosition Place, string? Written, string Value)> Values(
        EnvironmentFacts environment,
        ComposeService service
    )
    {
        foreach (var section in Sections)
        {
            var node = section.Aggregate((JsonNode?)service.Json, (value, key) => value?[key]);
            foreach (var (key, value) in Texts(node))
            {
                ImmutableArray<string> path =
                [
                    "services",
                    service.Name,
                    .. section,
                    .. key.Length > 0 ? [key] : ImmutableArray<string>.Empty,
                ];
                if (section is ["environment"])
                {
                    // Its value may come from an env file that the service loads.
                    var written = environment.Sources.Written(path);
                    yield return (service.Name, written?.Place ?? environment.OriginOf(service, key, value), written?.Text, value);
                }
                else
                {
                    // A list is given as a whole: Compose has merged and split it.
                    var written = environment.Sources.Written(path);
                    yield return (service.Name, written?.Place ?? environment.PlaceOf(path), written?.Text, value);
                }
            }
        }
    }

    private static IEnumerable<(string Key, string Value)> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.Select(pair => (pair.Key, pair.Value?.ToString() ?? "")),
        JsonArray list => list.Select((item, index) => ($"[{index}]", item?.ToString() ?? "")),
        JsonValue value => [("", value.ToString())],
        _ => [],
    };

    private static IEnumerable<(string Who, SourcePosition Place, string? Written, string Value)> Sites(EnvironmentFacts environment) =>
        environment.Sites.SelectMany(site =>
            site.Filled.Reveal().Split('\n')
                .Zip(site.Written.Reveal().Split('\n'))
                .Select(
                    (line, index) =>
                        // Compose's form of a reference, which the origin is sought by.
                        (
                            "the site",
                            new SourcePosition(site.Name, index + 1, ""),
                            (string?)SitePlaceholder().Replace(Code(line.Second), "${$1}"),
                            Code(line.First)
                        )
                )
        );

    private static string Code(string line) => line.TrimStart().StartsWith('#') ? "" : line;

    [GeneratedRegex(@"\{\$([A-Za-z_][A-Za-z0-9_]*)(?::[^{}]*)?\}")]
    private static partial Regex SitePlaceholder();
}
