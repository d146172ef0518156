using Slipway.Core.Compose;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Names that services of two environments have on a network that both join.</summary>
public sealed class SharedAlias : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-alias";

    /// <inheritdoc />
    public override string Reason =>
        "Docker answers for a name with the address of any container that has it on the network, so a request may reach the other "
        + "environment; Compose gives every service its own name on each of its networks.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = Names(one).ToLookup(name => (name.Network, name.Alias));
            foreach (
                var on in Names(other)
                    .Where(name => theirs.Contains((name.Network, name.Alias)))
                    .GroupBy(name => (name.Network, name.Service.Name))
            )
            {
                var (network, service) = on.Key;
                var names = string.Join(", ", on.Select(name => $"'{name.Alias}'").Distinct().Order(StringComparer.Ordinal));
                var same = on.SelectMany(name => theirs[(network, name.Alias)]).Select(name => name.Service.Name).Distinct();
                yield return Found(
                    other.PlaceOf("services", service, "networks", on.First().Key),
                    $"on network {network}, {service} of {other.Name} answers to {names}, "
                    + $"and so does {string.Join(", ", same)} of {one.Name}",
                    $"take {service} off that network, or, where both have to be on it, call services by names that carry the environment "
                    + $"({other.Project}-{service}) and declare it in stack.yaml:\n"
                    + $"isolation:\n  shared:\n    - network: {network}\n      reason: ...",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Network, network) };
            }
        }
    }

    private static IEnumerable<(string Network, string Alias, string Key, ComposeService Service)> Names(EnvironmentFacts environment) =>
        environment.Services.SelectMany(service => service.JoinedNetworks.SelectMany(network =>
            network.Aliases.Append(service.Name).Select(alias => (network.Name, alias, network.Key, service))));
}
