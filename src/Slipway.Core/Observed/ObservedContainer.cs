using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Core.Compose;

namespace Slipway.Core.Observed;

/// <summary>A container of a Compose project as <c>docker container inspect</c> shows it.</summary>
public sealed record ObservedContainer : IComposeContainer
{
    /// <summary>The container's name, without the leading slash.</summary>
    public required string Name { get; init; }

    /// <summary>The container's full id.</summary>
    public required string Id { get; init; }

    /// <summary>The Compose service it belongs to; empty for none.</summary>
    public required string Service { get; init; }

    /// <summary>Docker's state: <c>running</c>, <c>exited</c>, <c>restarting</c>, ….</summary>
    public required string State { get; init; }

    /// <summary>Docker's health: <c>healthy</c>, <c>unhealthy</c>, <c>starting</c>; empty where there is no health check.</summary>
    public string Health { get; init; } = "";

    /// <summary>The exit code of a container that is not running.</summary>
    public int ExitCode { get; init; }

    /// <summary>How often Docker has started it again by itself.</summary>
    public int RestartCount { get; init; }

    /// <summary>When it was started last, as Docker writes it.</summary>
    public string StartedAt { get; init; } = "";

    /// <summary>The image reference it was started from.</summary>
    public string Image { get; init; } = "";

    /// <summary>The id of its image.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The Compose files it was started from, as Compose noted them, with commas between; empty where it noted none.</summary>
    public string ComposeFiles { get; init; } = "";

    /// <summary>The release that made it; empty for a container that no release of a present format made.</summary>
    public string Release { get; init; } = "";

    /// <summary>The networks on which it has an address. The host's own network is none of them.</summary>
    public ImmutableArray<ContainerNetwork> Networks { get; init; } = [];

    /// <summary>Its IPv4 addresses by the networks' real names.</summary>
    public ImmutableSortedDictionary<string, string> Addresses => Networks
        .Where(network => network.IPv4 is not null)
        .ToImmutableSortedDictionary(network => network.Name, network => network.IPv4!, StringComparer.Ordinal);

    /// <summary>The names by which it is known on any of its networks.</summary>
    public IEnumerable<string> Names => Networks.SelectMany(network => network.Names).Append(Name).Distinct(StringComparer.Ordinal);

    /// <summary>The TCP ports that its image or its definition exposes.</summary>
    public ImmutableSortedSet<int> Ports { get; init; } = [];

    /// <summary>Those of its TCP ports that are published on the host.</summary>
    public ImmutableSortedSet<int> PublishedPorts { get; init; } = [];

    /// <summary>Where it has volumes without a name, from its definition or its image: what is in them is this container's alone.</summary>
    public ImmutableArray<string> AnonymousVolumes { get; init; } = [];

    /// <summary>Whether Docker starts it again when it has ended well.</summary>
    public bool StaysUp { get; init; } = true;

    /// <summary>Whether it was started by <c>docker compose run</c>, beside the service's own containers.</summary>
    public bool IsOneOff { get; init; }

    /// <summary>Whether it runs, in whatever health.</summary>
    public bool IsRunning => State == "running";

    /// <summary>Whether it runs and, where Docker checks that, is healthy.</summary>
    public bool IsHealthy => IsRunning && Health is "" or "none" or "healthy";

    /// <summary>Whether it has run to its end, and that was all it had to do.</summary>
    public bool IsComplete => this is { State: "exited", ExitCode: 0, StaysUp: false };

    /// <summary>
    /// What has happened to it, when it was healthy, by a later moment: it ended, was started again, or became unhealthy. Null where it
    /// still
    /// is as it was.
    /// </summary>
    /// <param name="later">The same container then; null where it is gone.</param>
    public string? TroubleBy(ObservedContainer? later) => later switch
    {
        null => $"{Name} is gone.",
        { State: not "running" } => $"{Name} is {later.State}, its last exit code is {later.ExitCode}.",
        _ when later.RestartCount != RestartCount || later.StartedAt != StartedAt => $"{Name} ended and was started again.",
        { Health: "unhealthy" } => $"{Name} is unhealthy.",
        _ => null,
    };

    /// <summary>The container on a network, or null.</summary>
    public ContainerNetwork? On(string network) => Networks.FirstOrDefault(candidate => candidate.Name == network);

    /// <summary>Reads what <c>docker container inspect</c> printed.</summary>
    public static ImmutableArray<ObservedContainer> ParseInspect(string json) =>
        [
            .. (JsonNode.Parse(json) as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(Read)
                .OrderBy(container => container.Name, StringComparer.Ordinal),
        ];

    private static ObservedContainer Read(JsonObject container)
    {
        var labels = container["Config"]?["Labels"];
        var state = container["State"];
        var name = ((string?)container["Name"] ?? "").TrimStart('/');
        var id = (string?)container["Id"] ?? "";
        var ports = container["NetworkSettings"]?["Ports"] as JsonObject ?? [];
        return new ObservedContainer
        {
            Name = name,
            Id = id,
            Service = (string?)labels?["com.docker.compose.service"] ?? "",
            State = (string?)state?["Status"] ?? "",
            Health = (string?)state?["Health"]?["Status"] ?? "",
            ExitCode = (int?)state?["ExitCode"] ?? 0,
            RestartCount = (int?)container["RestartCount"] ?? 0,
            StartedAt = (string?)state?["StartedAt"] ?? "",
            Image = (string?)container["Config"]?["Image"] ?? "",
            ImageId = (string?)container["Image"] ?? "",
            ComposeFiles = (string?)labels?["com.docker.compose.project.config_files"] ?? "",
            Release = (string?)labels?[ComposeService.ReleaseLabel] ?? "",
            Networks =
            [
                .. (container["NetworkSettings"]?["Networks"] as JsonObject ?? [])
                    .Select(network => ContainerNetwork.Read(network.Key, network.Value, name, id))
                    .Where(network => !network.Addresses.IsEmpty)
                    .OrderBy(network => network.Name, StringComparer.Ordinal),
            ],
            Ports = Tcp((container["Config"]?["ExposedPorts"] as JsonObject ?? []).Concat(ports)),
            PublishedPorts = Tcp(ports.Where(port => port.Value is JsonArray { Count: > 0 })),
            AnonymousVolumes =
            [
                .. (container["Mounts"] as JsonArray ?? [])
                    .Where(mount => (string?)mount?["Type"] == "volume" && IsMadeUp((string?)mount?["Name"] ?? ""))
                    .Select(mount => (string?)mount!["Destination"] ?? ""),
            ],
            StaysUp = (string?)container["HostConfig"]?["RestartPolicy"]?["Name"] is "always" or "unless-stopped",
            IsOneOff = string.Equals((string?)labels?["com.docker.compose.oneoff"], "True", StringComparison.OrdinalIgnoreCase),
        };
    }

    // Docker names a volume that was given no name by 64 hexadecimal digits.
    private static bool IsMadeUp(string volume) => volume.Length == 64 && volume.All(char.IsAsciiHexDigitLower);

    private static ImmutableSortedSet<int> Tcp(IEnumerable<KeyValuePair<string, JsonNode?>> ports) =>
    [
        .. ports.Select(port => port.Key.Split('/'))
            .Where(parts => parts is [_, "tcp"])
            .Select(parts => int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number is > 0 and <= ushort.MaxValue),
    ];
}
