using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Core.Validation.Live;

/// <summary>A container that runs, with what others can reach of it.</summary>
public sealed record LiveContainer
{
    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>The Compose service it belongs to; empty for none.</summary>
    public required string Service { get; init; }

    /// <summary>The id of its image.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The networks it is on. The host's own network is none of them.</summary>
    public ImmutableArray<LiveNetwork> Networks { get; init; } = [];

    /// <summary>The TCP ports that its image or its definition exposes.</summary>
    public ImmutableSortedSet<int> Ports { get; init; } = [];

    /// <summary>Those of its TCP ports that are published on the host.</summary>
    public ImmutableSortedSet<int> PublishedPorts { get; init; } = [];

    /// <summary>The names by which it is known on any of its networks.</summary>
    public IEnumerable<string> Names => Networks.SelectMany(network => network.Names).Append(Name).Distinct(StringComparer.Ordinal);

    /// <summary>The container on a network, or null.</summary>
    public LiveNetwork? On(string network) => Networks.FirstOrDefault(candidate => candidate.Name == network);

    /// <summary>Reads those that run out of what <c>docker container inspect</c> printed.</summary>
    public static ImmutableArray<LiveContainer> ParseInspect(string json) =>
    [
        .. (JsonNode.Parse(json) as JsonArray ?? []).OfType<JsonObject>()
            .Where(container => (string?)container["State"]?["Status"] == "running")
            .Select(Read)
            .OrderBy(container => container.Name, StringComparer.Ordinal),
    ];

    private static LiveContainer Read(JsonObject container)
    {
        var name = ((string?)container["Name"] ?? "").TrimStart('/');
        var id = (string?)container["Id"] ?? "";
        var ports = container["NetworkSettings"]?["Ports"] as JsonObject ?? [];
        return new LiveContainer
        {
            Name = name,
            Service = (string?)container["Config"]?["Labels"]?["com.docker.compose.service"] ?? "",
            ImageId = (string?)container["Image"] ?? "",
            Networks =
            [
                .. (container["NetworkSettings"]?["Networks"] as JsonObject ?? [])
                    .Select(network => new LiveNetwork(network.Key, NamesOn(network.Value, name, id), Addresses(network.Value)))
                    .Where(network => !network.Addresses.IsEmpty)
                    .OrderBy(network => network.Name, StringComparer.Ordinal),
            ],
            Ports = Tcp((container["Config"]?["ExposedPorts"] as JsonObject ?? []).Concat(ports)),
            PublishedPorts = Tcp(ports.Where(port => port.Value is JsonArray { Count: > 0 })),
        };
    }

    // The short id is a name too, but says nothing to anybody.
    private static ImmutableSortedSet<string> NamesOn(JsonNode? network, string name, string id) =>
        Texts(network?["DNSNames"])
            .Concat(Texts(network?["Aliases"]))
            .Append(name)
            .Where(candidate =>
                ProbeList.IsName(candidate) && !(candidate.Length >= 12 && id.StartsWith(candidate, StringComparison.Ordinal))
            )
            .ToImmutableSortedSet(StringComparer.Ordinal);

    private static ImmutableSortedSet<string> Addresses(JsonNode? network) =>
        new[] { (string?)network?["IPAddress"], (string?)network?["GlobalIPv6Address"] }
            .OfType<string>()
            .Where(ProbeList.IsAddress)
            .ToImmutableSortedSet(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(text => (string?)text).OfType<string>();

    private static ImmutableSortedSet<int> Tcp(IEnumerable<KeyValuePair<string, JsonNode?>> ports) =>
    [
        .. ports.Select(port => port.Key.Split('/'))
            .Where(parts => parts is [_, "tcp"])
            .Select(parts => int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number is > 0 and <= ushort.MaxValue),
    ];
}

/// <summary>A network that a container is on.</summary>
/// <param name="Name">The network's real name.</param>
/// <param name="Names">The names of the container on it that Docker answers for.</param>
/// <param name="Addresses">The container's addresses on it.</param>
public sealed record LiveNetwork(string Name, ImmutableSortedSet<string> Names, ImmutableSortedSet<string> Addresses);
