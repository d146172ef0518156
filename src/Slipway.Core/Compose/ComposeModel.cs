using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.Core.Json;

namespace Slipway.Core.Compose;

/// <summary>
/// What <c>docker compose config --format json</c> printed. Compose does all the merging and interpolation; this only reads the result.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record ComposeModel
{
    private static readonly ImmutableArray<string> SharedSections = ["networks", "volumes", "secrets", "configs"];

    /// <summary>Stands for the release's id in a model that is rendered before the id is known.</summary>
    public const string ReleaseMark = "slipway-release-id";

    /// <summary>The services in the order of their names.</summary>
    public required ImmutableArray<ComposeService> Services { get; init; }

    /// <summary>Real names of the external networks that have to exist.</summary>
    public ImmutableArray<string> ExternalNetworks { get; init; } = [];

    /// <summary>Real names of the networks that Compose makes.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>Real names of the volumes that Compose makes.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>Host folders that services may write to, as absolute paths.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>The model as canonical JSON text. It holds secrets: it is stored with mode 0600 and never printed.</summary>
    public required string Text { get; init; }

    /// <summary>The service of this name, or null.</summary>
    public ComposeService? Find(string name) => Services.FirstOrDefault(service => service.Name == name);

    /// <summary>Prints no content, since the model holds secrets.</summary>
    public override string ToString() => $"ComposeModel with {Services.Length} services";

    /// <summary>Reads the printed model.</summary>
    /// <exception cref="JsonException">The text is not what Compose prints.</exception>
    public static ComposeModel Parse(string json)
    {
        var root = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("A JSON object was expected.");
        var volumeNames = Section(root, "volumes").ToImmutableDictionary(
            pair => pair.Key, pair => (string?)pair.Value?["name"] ?? pair.Key);

        return new ComposeModel
        {
            Services = [.. Section(root, "services")
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => ReadService(pair.Key, (JsonObject)pair.Value!, root, volumeNames))],
            ExternalNetworks = [.. Section(root, "networks")
                .Where(pair => (bool?)pair.Value?["external"] == true)
                .Select(pair => (string?)pair.Value!["name"] ?? pair.Key)],
            Networks = [.. Section(root, "networks")
                .Where(pair => (bool?)pair.Value?["external"] != true)
                .Select(pair => (string?)pair.Value?["name"] ?? pair.Key)],
            Volumes = [.. Section(root, "volumes")
                .Where(pair => (bool?)pair.Value?["external"] != true)
                .Select(pair => volumeNames[pair.Key])],
            Folders = [.. Section(root, "services")
                .SelectMany(service => FoldersOf(service.Value))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)],
            Text = CanonicalJson.Text(root),
        };
    }

    /// <summary>
    /// The definitions, out of a section of the model, that a service refers to: by key, by a list of mounts, or by both.
    /// </summary>
    private static JsonObject Used(JsonNode? references, JsonObject? definitions)
    {
        var names = references switch
        {
            JsonObject map => map.Select(pair => pair.Key),
            JsonArray list => list.Select(entry => (string?)entry?["source"]).OfType<string>(),
            _ => [],
        };
        return new JsonObject(names.Distinct(StringComparer.Ordinal).Where(name => definitions?.ContainsKey(name) == true)
            .Select(name => KeyValuePair.Create(name, definitions![name]?.DeepClone())));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Section(JsonObject root, string name) =>
        root[name] as JsonObject ?? [];

    private static IEnumerable<string> FoldersOf(JsonNode? service) => (service?["volumes"] as JsonArray ?? [])
        .Where(mount => (string?)mount?["type"] == "bind" && (bool?)mount["read_only"] != true)
        .Select(mount => (string?)mount!["source"])
        .OfType<string>();

    private static ComposeService ReadService(
        string name,
        JsonObject service,
        JsonObject root,
        ImmutableDictionary<string, string> volumeNames
    )
    {
        var specification = (JsonObject)service.DeepClone();
        specification.Remove("build");
        specification.Remove("image");
        // A service names them by keys; what the keys stand for makes the container too.
        specification[ComposeService.Uses] = new JsonObject(SharedSections
            .Select(section => KeyValuePair.Create(section, (JsonNode?)Used(service[section], root[section] as JsonObject))));
        return new ComposeService
        {
            Name = name,
            Image = (string?)service["image"],
            Build = service["build"] is JsonObject build ? BuildSpec.Read(build) : null,
            ContainerName = (string?)service["container_name"],
            HasHealthCheck = service["healthcheck"] is JsonObject check && (bool?)check["disable"] != true,
            PublishedPorts = [.. (service["ports"] as JsonArray ?? []).Select(port => (string?)port?["published"]).OfType<string>()],
            Replicas = (int?)service["deploy"]?["replicas"] ?? (int?)service["scale"] ?? 1,
            DependsOn = [.. (service["depends_on"] as JsonObject ?? []).Select(dependency => dependency.Key)],
            Networks =
            [
                .. (service["networks"] as JsonObject ?? []).Select(network =>
                    (string?)root["networks"]?[network.Key]?["name"] ?? network.Key
                ),
            ],
            Volumes =
            [
                .. (service["volumes"] as JsonArray ?? [])
                    .Where(mount => (string?)mount?["type"] == "volume" && mount["source"] is not null)
                    .Select(mount => volumeNames.GetValueOrDefault((string)mount!["source"]!, (string)mount["source"]!)),
            ],
            Folders = [.. FoldersOf(service)],
            Specification = CanonicalJson.Text(specification),
        };
    }

    /// <summary>The text says it all; the rest is read out of it again.</summary>
    private sealed class Converter : JsonConverter<ComposeModel>
    {
        public override ComposeModel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ComposeModel value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }
}
