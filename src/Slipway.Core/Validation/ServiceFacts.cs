using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Core.Validation;

/// <summary>A service as Compose renders it. Its variables hold secrets and are not printed.</summary>
public sealed record ServiceFacts
{
    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The whole service, for keys that have no property here. Not to be changed.</summary>
    public required JsonObject Json { get; init; }

    /// <summary>The image reference, or null where only a build is given.</summary>
    public string? Image { get; init; }

    /// <summary>Whether the image is built.</summary>
    public bool IsBuilt => Json["build"] is JsonObject;

    /// <summary>The build's folder, absolute, or its address; null where nothing is built.</summary>
    public string? BuildContext => (string?)Json["build"]?["context"];

    /// <summary>The fixed container name, or null.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Whose network it uses instead of one of its own, for example <c>host</c>; empty for none.</summary>
    public string NetworkMode => (string?)Json["network_mode"] ?? "";

    /// <summary>When Docker starts it again by itself: <c>no</c>, <c>always</c>, <c>on-failure</c>, <c>unless-stopped</c>.</summary>
    public string Restart => (string?)Json["restart"] ?? (string?)Json["deploy"]?["restart_policy"]?["condition"] ?? "no";

    /// <summary>Whether Compose checks its health.</summary>
    public bool HasHealthCheck => Json["healthcheck"] is JsonObject check && (bool?)check["disable"] != true;

    /// <summary>Its environment variables; of one without a value, the empty text.</summary>
    public required ImmutableSortedDictionary<string, string> Variables { get; init; }

    /// <summary>What it publishes on the host.</summary>
    public ImmutableArray<PortFacts> Ports { get; init; } = [];

    /// <summary>What it mounts.</summary>
    public ImmutableArray<MountFacts> Mounts { get; init; } = [];

    /// <summary>The networks that it joins.</summary>
    public ImmutableArray<JoinedNetwork> Networks { get; init; } = [];

    /// <summary>The most CPUs that it may use; null for no limit.</summary>
    public decimal? CpuLimit => Number(Json["deploy"]?["resources"]?["limits"]?["cpus"] ?? Json["cpus"]);

    /// <summary>The most memory that it may use, in bytes; null for no limit.</summary>
    public long? MemoryLimit => (long?)Number(Json["deploy"]?["resources"]?["limits"]?["memory"] ?? Json["mem_limit"]);

    /// <summary>How many containers it has.</summary>
    public int Replicas => (int?)Number(Json["deploy"]?["replicas"] ?? Json["scale"]) ?? 1;

    /// <summary>The services and networks of a rendered model.</summary>
    /// <param name="json">What <c>docker compose config --format json</c> printed.</param>
    /// <exception cref="JsonException">The text is not what Compose prints.</exception>
    public static (ImmutableArray<ServiceFacts> Services, ImmutableArray<NetworkFacts> Networks) Parse(string json)
    {
        var root = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("A JSON object was expected.");
        var volumes = RealNames(root["volumes"]);
        var networks = RealNames(root["networks"]);
        var secrets = root["secrets"] as JsonObject ?? [];
        var configs = root["configs"] as JsonObject ?? [];
        return (
            [
                .. (root["services"] as JsonObject ?? [])
                    .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => Read(pair.Key, (JsonObject)pair.Value!, volumes, networks, secrets, configs)),
            ],
            [
                .. (root["networks"] as JsonObject ?? []).Select(pair => new NetworkFacts(
                    pair.Key,
                    networks[pair.Key],
                    (bool?)pair.Value?["external"] == true,
                    [.. (pair.Value?["ipam"]?["config"] as JsonArray ?? []).Select(config => (string?)config?["subnet"]).OfType<string>()]
                )),
            ]
        );
    }

    /// <summary>Prints no variable.</summary>
    public override string ToString() => $"ServiceFacts of {Name}";

    private static ServiceFacts Read(
        string name,
        JsonObject json,
        ImmutableDictionary<string, string> volumes,
        ImmutableDictionary<string, string> networks,
        JsonObject secrets,
        JsonObject configs
    ) =>
        new()
        {
            Name = name,
            Json = json,
            Image = (string?)json["image"],
            ContainerName = (string?)json["container_name"],
            Variables = (json["environment"] as JsonObject ?? []).ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => pair.Value?.ToString() ?? "",
                StringComparer.Ordinal
            ),
            Ports = [.. (json["ports"] as JsonArray ?? []).OfType<JsonObject>().SelectMany(PortFacts.Read)],
            Mounts =
            [
                .. (json["volumes"] as JsonArray ?? []).OfType<JsonObject>().Select(mount => MountFacts.Read(mount, volumes)),
                .. Files(json["secrets"], secrets, "/run/secrets/"),
                .. Files(json["configs"], configs, "/"),
            ],
            Networks =
            [
                .. (json["networks"] as JsonObject ?? []).Select(pair => new JoinedNetwork(
                    pair.Key,
                    networks.GetValueOrDefault(pair.Key, pair.Key),
                    [.. (pair.Value?["aliases"] as JsonArray ?? []).Select(alias => (string?)alias).OfType<string>()]
                )),
            ],
        };

    private static IEnumerable<MountFacts> Files(JsonNode? used, JsonObject definitions, string folder) =>
        (used as JsonArray ?? [])
            .OfType<JsonObject>()
            .Select(use => (Source: (string?)use["source"] ?? "", Target: (string?)use["target"]))
            .Select(use => (use.Source, use.Target, File: (string?)definitions[use.Source]?["file"]))
            .Where(use => use.File is not null)
            .Select(use => new MountFacts(
                folder == "/" ? MountKind.Config : MountKind.Secret,
                use.File!,
                use.Target ?? folder + use.Source,
                IsReadOnly: true
            )
            {
                Key = use.Source,
            });

    private static ImmutableDictionary<string, string> RealNames(JsonNode? section) =>
        (section as JsonObject ?? []).ToImmutableDictionary(
            pair => pair.Key,
            pair => (string?)pair.Value?["name"] ?? pair.Key,
            StringComparer.Ordinal
        );

    private static decimal? Number(JsonNode? node) =>
        node is not null
        && decimal.TryParse(node.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number > 0
            ? number
            : null;
}

/// <summary>A network of a rendered model.</summary>
/// <param name="Key">Its key in the Compose files.</param>
/// <param name="Name">Its real name.</param>
/// <param name="IsExternal">Whether something else makes it.</param>
/// <param name="Subnets">Its subnets, where they are given.</param>
public sealed record NetworkFacts(string Key, string Name, bool IsExternal, ImmutableArray<string> Subnets);

/// <summary>A network that a service joins.</summary>
/// <param name="Key">Its key in the Compose files.</param>
/// <param name="Name">Its real name.</param>
/// <param name="Aliases">More names of the service on it, besides the service's and the container's own.</param>
public sealed record JoinedNetwork(string Key, string Name, ImmutableArray<string> Aliases);

/// <summary>A published port.</summary>
/// <param name="Address">The host's address that it is bound to; empty for all.</param>
/// <param name="Published">The host's port; null where Docker chooses one.</param>
/// <param name="Target">The container's port.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record PortFacts(string Address, int? Published, int Target, string Protocol)
{
    /// <summary>Whether it is bound to all addresses of the host.</summary>
    public bool IsOnAllAddresses => Address is "" or "0.0.0.0" or "::" or "[::]";

    /// <summary>Whether two ports cannot both be published.</summary>
    public bool CollidesWith(PortFacts other) =>
        Published is not null
        && Published == other.Published
        && Protocol == other.Protocol
        && (IsOnAllAddresses || other.IsOnAllAddresses || Address == other.Address);

    // Compose splits a range of ports itself, but leaves one that is a choice, such as 8000-8010:80, as it is.
    internal static IEnumerable<PortFacts> Read(JsonObject port)
    {
        if (!int.TryParse(port["target"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var target))
            yield break;
        var published = int.TryParse(port["published"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : (int?)null;
        yield return new PortFacts((string?)port["host_ip"] ?? "", published, target, (string?)port["protocol"] ?? "tcp");
    }
}

/// <summary>Kinds of mounts.</summary>
public enum MountKind
{
    /// <summary>A Docker volume; the source is its real name.</summary>
    Volume,

    /// <summary>A file or folder of the host; the source is its absolute path.</summary>
    Folder,

    /// <summary>A file that Compose mounts as a secret.</summary>
    Secret,

    /// <summary>A file that Compose mounts as a config.</summary>
    Config,

    /// <summary>Memory, or something that lies nowhere on the host; without a source.</summary>
    Other,
}

/// <summary>A mount.</summary>
/// <param name="Kind">What is mounted.</param>
/// <param name="Source">The volume's real name, or the host's path; empty where there is neither.</param>
/// <param name="Target">Where it is in the container.</param>
/// <param name="IsReadOnly">Whether the service may only read it.</param>
public sealed record MountFacts(MountKind Kind, string Source, string Target, bool IsReadOnly)
{
    /// <summary>The key in the Compose file's <c>volumes</c>, <c>secrets</c> or <c>configs</c>; empty for a folder.</summary>
    public string Key { get; init; } = "";

    internal static MountFacts Read(JsonObject mount, ImmutableDictionary<string, string> volumes)
    {
        var source = (string?)mount["source"] ?? "";
        var kind = (string?)mount["type"] switch
        {
            "volume" when source.Length > 0 => MountKind.Volume,
            "bind" => MountKind.Folder,
            _ => MountKind.Other,
        };
        return new MountFacts(
            kind,
            kind == MountKind.Volume ? volumes.GetValueOrDefault(source, source) : source,
            (string?)mount["target"] ?? "",
            (bool?)mount["read_only"] == true
        )
        {
            Key = kind == MountKind.Volume ? source : "",
        };
    }
}
