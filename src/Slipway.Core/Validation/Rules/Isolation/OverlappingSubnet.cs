using System.Net;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>
/// Subnets that are given for networks of both environments, or that another project has on the host already, and that overlap.
/// </summary>
public sealed class OverlappingSubnet : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/overlapping-subnet";

    /// <inheritdoc />
    public override string Reason =>
        "Docker refuses a network whose addresses another one has, and where it does not, packets for the one end up in the other.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            foreach (var (network, subnet) in Subnets(other))
            {
                if (
                    Subnets(one).FirstOrDefault(theirs => theirs.Network.Name != network.Name && Overlap(theirs.Subnet, subnet))
                    is not { Network: { } found, Subnet: var held }
                )
                    continue;
                yield return Found(
                    Place(other, network),
                    $"{subnet}, the subnet of {network.Name}, overlaps {held} of {found.Name}",
                    "give each network a subnet of its own, or none: Docker chooses a free one",
                    one.Name,
                    other.Name
                );
            }
        }

        var projects = facts.ProjectNames;
        foreach (var environment in facts.Environments)
        {
            foreach (var (network, subnet) in Subnets(environment))
            {
                var stranger = facts.Host.Networks.FirstOrDefault(candidate =>
                    candidate.Name != network.Name
                    && !projects.Contains(candidate.Project)
                    && candidate.Subnets.Any(theirs => Overlap(theirs, subnet))
                );
                if (stranger is null)
                    continue;
                yield return Found(
                    Place(environment, network),
                    $"{subnet}, the subnet of {network.Name}, overlaps that of {stranger.Name} on this host",
                    "give it a free subnet, or none: Docker chooses a free one",
                    environment.Name
                );
            }
        }
    }

    private static SourcePosition Place(EnvironmentFacts environment, ComposeNetwork network) =>
        environment.OriginOf("networks", network.Key, "ipam", "config", "[0]", "subnet");

    private static IEnumerable<(ComposeNetwork Network, string Subnet)> Subnets(EnvironmentFacts environment) =>
        environment
            .Networks.Where(network => !network.IsExternal)
            .SelectMany(network => network.Subnets.Select(subnet => (network, subnet)));

    private static bool Overlap(string one, string other) =>
        IPNetwork.TryParse(one, out var first)
        && IPNetwork.TryParse(other, out var second)
        && first.BaseAddress.AddressFamily == second.BaseAddress.AddressFamily
        && (first.Contains(second.BaseAddress) || second.Contains(first.BaseAddress));
}
