using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Secrets;

namespace Slipway.Core.Compose;

/// <summary>A service of a rendered Compose model: what the planner asks about, and what rules ask about.</summary>
public sealed record ComposeService
{
    /// <summary>The key of <see cref="Specification"/> under which the shared definitions stand that the service uses.</summary>
    public const string Uses = "slipway-uses";

    private static readonly ImmutableArray<string> Namespaces = ["network_mode", "pid", "ipc"];

    /// <summary>The label of a container that names the release which made it.</summary>
    public const string ReleaseLabel = "slipway.release";

    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The whole service, for keys that have no property here. Not to be changed.</summary>
    internal JsonObject Json { get; init; } = [];

    /// <summary>The image reference, or null where only a build is given.</summary>
    public string? Image { get; init; }

    /// <summary>How the image is built, or null where it is pulled.</summary>
    public BuildSpec? Build { get; init; }

    /// <summary>The fixed container name, or null.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Whether Compose checks the service's health; <c>[NONE]</c> is Docker's word for no check.</summary>
    public bool HasHealthCheck =>
        Json["healthcheck"] is JsonObject check
        && (bool?)check["disable"] != true
        && (string?)(check["test"] as JsonArray)?.FirstOrDefault() != "NONE";

    /// <summary>Whose network it uses instead of one of its own, for example <c>host</c>; empty for none.</summary>
    public string NetworkMode => (string?)Json["network_mode"] ?? "";

    /// <summary>When Docker starts it again by itself: <c>no</c>, <c>always</c>, <c>on-failure</c>, <c>unless-stopped</c>.</summary>
    public string Restart => (string?)Json["restart"] ?? (string?)Json["deploy"]?["restart_policy"]?["condition"] ?? "no";

    /// <summary>Its environment variables; of one without a value, the empty text.</summary>
    public required ImmutableSortedDictionary<string, string> Variables { get; init; }

    /// <summary>What it publishes on the host, as far as it is single ports.</summary>
    public ImmutableArray<ComposePort> Ports { get; init; } = [];

    /// <summary>Host ports that the service publishes, as Compose wrote them: a choice out of a range is one text.</summary>
    public ImmutableArray<string> PublishedPorts { get; init; } = [];

    /// <summary>How many containers the service has.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>The services that have to run before it is started.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>Services that have to have run to their end before it is started: they run once.</summary>
    public ImmutableArray<string> WaitsForEndOf => DependenciesWith("condition", "service_completed_successfully");

    /// <summary>Services with which Compose starts it again when their containers are replaced.</summary>
    public ImmutableArray<string> RestartsWith => DependenciesWith("restart", true);

    /// <summary>Services of whose container it uses a namespace (network, processes, memory) or the volumes.</summary>
    public ImmutableArray<string> LivesWith =>
    [
        .. Namespaces
            .Select(key => (string?)Json[key])
            .Where(mode => mode?.StartsWith("service:", StringComparison.Ordinal) == true)
            .Select(mode => mode!["service:".Length..])
            .Concat((Json["volumes_from"] as JsonArray ?? []).Select(from => ((string?)from ?? "").Split(':')[0]))
            .Where(name => name.Length > 0 && name != "container")
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The networks that it joins.</summary>
    public ImmutableArray<JoinedNetwork> JoinedNetworks { get; init; } = [];

    /// <summary>The networks that it joins, by their real names.</summary>
    public ImmutableArray<string> Networks => [.. JoinedNetworks.Select(network => network.Name)];

    /// <summary>What it mounts.</summary>
    public ImmutableArray<ComposeMount> Mounts { get; init; } = [];

    /// <summary>Named volumes that the service mounts, by their real names.</summary>
    public ImmutableArray<string> Volumes => [.. Mounts.Where(mount => mount.Kind == MountKind.Volume).Select(mount => mount.Source)];

    /// <summary>Host folders that the service may write to.</summary>
    public ImmutableArray<string> Folders =>
    [
        .. Mounts
            .Where(mount => mount is { Kind: MountKind.Folder, IsReadOnly: false, Source.Length: > 0 })
            .Select(mount => mount.Source),
    ];

    /// <summary>Where it mounts volumes that have no name: they belong to one container.</summary>
    public ImmutableArray<string> AnonymousVolumes =>
        [.. Mounts.Where(mount => mount.Kind == MountKind.AnonymousVolume).Select(mount => mount.Target)];

    /// <summary>The most CPUs that it may use; null for no limit.</summary>
    public decimal? CpuLimit { get; init; }

    /// <summary>The most memory that it may use, in bytes; null for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// The whole service as canonical JSON, its image and build left out, with the networks, volumes, secrets and configs that it uses:
    /// what makes a container, apart from the image.
    /// </summary>
    public required Secret Specification { get; init; }

    private ImmutableArray<string> DependenciesWith<T>(string key, T value) =>
        [
            .. (Json["depends_on"] as JsonObject ?? [])
                .Where(dependency =>
                    dependency.Value?[key] is JsonValue found && found.TryGetValue<T>(out var actual) && Equals(actual, value)
                )
                .Select(dependency => dependency.Key),
        ];
}

/// <summary>A network that a service joins.</summary>
/// <param name="Key">Its key in the Compose files.</param>
/// <param name="Name">Its real name.</param>
/// <param name="Aliases">More names of the service on it, besides the service's and the container's own.</param>
public sealed record JoinedNetwork(string Key, string Name, ImmutableArray<string> Aliases);
