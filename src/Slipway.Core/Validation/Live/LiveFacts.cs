using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Live;

/// <summary>What runs of a stack.</summary>
public sealed record LiveFacts
{
    /// <summary>The definition.</summary>
    public required StackDefinition Definition { get; init; }

    /// <summary>All environments, in the order of the definition; of one that does not run, without containers.</summary>
    public required ImmutableArray<LiveEnvironment> Environments { get; init; }

    /// <summary>The edge's containers that run.</summary>
    public ImmutableArray<ObservedContainer> Edge { get; init; } = [];

    /// <summary>The containers that run of the services that environments share on purpose.</summary>
    public ImmutableArray<ObservedContainer> Shared { get; init; } = [];

    /// <summary>What a probe in an environment's networks asks.</summary>
    public ReachList ReachFrom(LiveEnvironment environment)
    {
        var networks = environment.Networks;
        var names = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var endpoints = ImmutableHashSet.CreateBuilder<Endpoint>();
        foreach (var other in Environments.Where(other => other.Name != environment.Name))
        {
            foreach (var container in other.Containers)
            {
                names.UnionWith(container.Names.Where(ReachList.IsName));
                foreach (var network in container.Networks)
                {
                    // Docker answers for a bare name from one network only, for name.network from exactly that one.
                    if (networks.Contains(network.Name))
                        names.UnionWith(network.Names.Select(name => $"{name}.{network.Name}").Where(ReachList.IsName));
                    endpoints.UnionWith(Endpoints(network, other.PortsOf(container)));
                }
            }
        }

        return new ReachList
        {
            Environment = environment.Name,
            Networks = networks,
            Names = names.ToImmutable(),
            Endpoints = [.. endpoints.OrderBy(endpoint => endpoint.Host, StringComparer.Ordinal).ThenBy(endpoint => endpoint.Port)],
            Needed = [.. NeededBy(environment, networks)],
        };
    }

    private static IEnumerable<Endpoint> Endpoints(ContainerNetwork network, IEnumerable<int> ports) =>
        network.Addresses.Where(ReachList.IsAddress).SelectMany(address => ports.Select(port => new Endpoint(address, port)));

    private IEnumerable<NeededService> NeededBy(LiveEnvironment environment, ImmutableSortedSet<string> networks)
    {
        var edge = Definition.Edge;
        if (networks.Contains(edge.Network) && !environment.Definition.Routes.IsEmpty)
        {
            var container = EdgeContainer.Among(Edge, edge);
            yield return new NeededService(
                "the edge",
                $"{edge.Network}/{container?.Name ?? edge.Service}",
                container?.On(edge.Network) is { } on
                    ? [.. Endpoints(on, container.PublishedPorts)]
                    : []
            );
        }

        var database = environment.Definition.Database is { InSharedProject: true, Service: var service } ? service : null;
        foreach (var container in Shared)
        {
            var common = container.Networks.Where(network => networks.Contains(network.Name)).ToImmutableArray();
            if (container.Ports.IsEmpty || (common.IsEmpty && container.Service != database))
                continue;
            yield return new NeededService(
                $"the shared service {container.Service}",
                container.Name,
                [.. common.SelectMany(network => Endpoints(network, container.Ports))]
            );
        }

        if (database is not null && Shared.All(container => container.Service != database))
            yield return new NeededService($"the shared service {database}", database, []);

        foreach (var declared in Definition.Isolation.Shared.Where(declaration => declaration.Thing.Kind == SharedKind.Address))
        {
            if (Endpoint.TryParse(declared.Thing.Name, out var endpoint))
                yield return new NeededService("what is declared as shared", declared.Thing.Name, [endpoint]);
        }
    }
}
