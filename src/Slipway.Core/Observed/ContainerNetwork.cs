using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Slipway.Core.Observed;

/// <summary>A network that a container is on.</summary>
/// <param name="Name">The network's real name.</param>
/// <param name="Names">The names of the container on it that Docker answers for.</param>
/// <param name="Addresses">The container's addresses on it.</param>
public sealed record ContainerNetwork(string Name, ImmutableSortedSet<string> Names, ImmutableSortedSet<string> Addresses)
{
    private const int ShortIdLength = 12;

    /// <summary>The container's IPv4 address on it; null for none.</summary>
    public string? IPv4 => Addresses.FirstOrDefault(address => !address.Contains(':', StringComparison.Ordinal));

    internal static ContainerNetwork Read(string name, JsonNode? network, string container, string id) => new(
        name,
        // The short id is a name too, but says nothing to anybody.
        Texts(network?["DNSNames"])
            .Concat(Texts(network?["Aliases"]))
            .Append(container)
            .Where(candidate => !(candidate.Length >= ShortIdLength && id.StartsWith(candidate, StringComparison.Ordinal)))
            .ToImmutableSortedSet(StringComparer.Ordinal),
        new[] { (string?)network?["IPAddress"], (string?)network?["GlobalIPv6Address"] }
            .OfType<string>()
            .Where(address => address.Length > 0)
            .ToImmutableSortedSet(StringComparer.Ordinal)
    );

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(text => (string?)text).OfType<string>();
}
