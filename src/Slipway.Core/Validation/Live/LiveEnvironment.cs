using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Observed;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Live;

/// <summary>What runs of one environment.</summary>
/// <param name="Definition">The environment, with every <c>${KEY}</c> filled in that is known.</param>
/// <param name="Containers">Its containers that run.</param>
public sealed record LiveEnvironment(EnvironmentDefinition Definition, ImmutableArray<ObservedContainer> Containers)
{
    // The definition has no place for another; the images have none either.
    private const int PostgresPort = 5432;

    /// <summary>The environment's name.</summary>
    public EnvironmentName Name => Definition.Name;

    /// <summary>The networks that its containers are on.</summary>
    public ImmutableSortedSet<string> Networks =>
        Containers.SelectMany(container => container.Networks).Select(network => network.Name).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>The names of its containers, on any network.</summary>
    public ImmutableSortedSet<string> Names =>
        Containers.SelectMany(container => container.Names).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>
    /// Every port on which a container may listen, as far as that is written anywhere: exposed, published, routed to, or the database's.
    /// </summary>
    public ImmutableSortedSet<int> PortsOf(ObservedContainer container) =>
        [
            .. container.Ports,
            .. container.PublishedPorts,
            .. Definition
                .Routes.Where(route => route.Services.Contains(container.Service))
                .Select(route => int.TryParse(route.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0)
                .Where(port => port is > 0 and <= ushort.MaxValue),
            .. Definition.Database is { InSharedProject: false } database && database.Service == container.Service
                ? [PostgresPort]
                : ImmutableArray<int>.Empty,
        ];
}
