using System.Collections.Immutable;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Values that call a container by a name which containers of both environments answer to, where the caller is.</summary>
public sealed class AmbiguousName : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/ambiguous-name";

    /// <inheritdoc />
    public override string Reason =>
        "On a network that both environments join, a bare service name is answered with the address of either one's container, in turns.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var found = Calls(one, other)
                .Concat(Calls(other, one))
                .Concat(Sites(facts, one, other))
                .Concat(Sites(facts, other, one))
                .GroupBy(call => (call.Place.File, call.Place.Line, call.Name));
            foreach (var call in found)
            {
                yield return Found(
                    call.First().Place,
                    $"{Listed(call.Select(use => use.Who))} of {Listed(call.Select(use => use.Environment.Name))} calls {call.Key.Name}, "
                    + $"a name that containers of {one.Name} and of {other.Name} have on network {call.First().Network}",
                    $"call it by the container's name, which carries the environment: {call.First().Environment.Project}-{call.Key.Name}",
                    one.Name,
                    other.Name);
            }
        }
    }

    private static IEnumerable<(string Who, EnvironmentFacts Environment, string Name, string Network, SourcePosition Place)> Calls(
        EnvironmentFacts mine,
        EnvironmentFacts theirs
    ) =>
        from service in mine.Services
        from network in service.JoinedNetworks
        let names = Names(theirs, network.Name)
        where !names.IsEmpty
        from variable in service.Variables
        from name in Named(variable.Key, variable.Value).Distinct()
        where names.Contains(name)
        select (service.Name, mine, name, network.Name, mine.OriginOf(service, variable.Key, name));

    // The edge is on its network alone.
    private static IEnumerable<(string Who, EnvironmentFacts Environment, string Name, string Network, SourcePosition Place)> Sites(
        StackFacts facts,
        EnvironmentFacts mine,
        EnvironmentFacts theirs
    )
    {
        var names = Names(theirs, facts.Stack.Edge.Network).Intersect(Names(mine, facts.Stack.Edge.Network));
        return mine.Sites.SelectMany(site =>
            site.Filled.Reveal().Split('\n')
                .SelectMany(
                    (line, index) =>
                        line.TrimStart().StartsWith('#')
                            ? []
                            : HostNames
                                .Called(line)
                                .Where(names.Contains)
                                .Select(name =>
                                    ("the site", mine, name, facts.Stack.Edge.Network, new SourcePosition(site.Name, index + 1, "")))
                )
        );
    }

    private static IEnumerable<string> Named(string key, string value) =>
        HostNames.IsHostKey(key) ? HostNames.In(value) : HostNames.Called(value);

    private static ImmutableHashSet<string> Names(EnvironmentFacts environment, string network) =>
        [
            .. environment
                .Services.SelectMany(service =>
                    service
                        .JoinedNetworks.Where(joined => joined.Name == network)
                        .SelectMany(joined => joined.Aliases.Append(service.Name))
                )
                .Select(name => name.ToLowerInvariant()),
        ];
}
