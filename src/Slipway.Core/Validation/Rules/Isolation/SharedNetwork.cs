using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>
/// Networks that both environments join, the edge's own apart. Where names overlap on it too, <see cref="SharedAlias"/> says so instead.
/// </summary>
public sealed class SharedNetwork : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-network";

    /// <inheritdoc />
    public override string Reason => "On one network, every container of one environment can open connections to those of the other.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = Joined(one).ToLookup(use => use.Network.Name);
            foreach (
                var network in Joined(other)
                    .Where(use => theirs.Contains(use.Network.Name) && use.Network.Name != facts.Stack.Edge.Network)
                    .GroupBy(use => use.Network.Name)
            )
            {
                var services = network.Select(use => use.Service.Name).ToImmutableArray();
                var others = theirs[network.Key].Select(use => use.Service.Name).ToImmutableArray();
                if (services.Intersect(others, StringComparer.Ordinal).Any()) continue;
                yield return Found(
                    other.PlaceOf("services", services[0], "networks", network.First().Network.Key),
                    $"{Listed(services)} of {other.Name} and {Listed(others)} of {one.Name} are on one network, {network.Key}",
                    "give each environment a network of its own, or declare it in stack.yaml:\n"
                    + $"isolation:\n  shared:\n    - network: {network.Key}\n      reason: ...",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Network, network.Key) };
            }
        }
    }

    private static IEnumerable<(ComposeService Service, JoinedNetwork Network)> Joined(EnvironmentFacts environment) =>
        environment.Services.SelectMany(service => service.JoinedNetworks.Select(network => (service, network)));
}
