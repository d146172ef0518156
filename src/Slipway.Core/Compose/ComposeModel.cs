using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Slipway.Core.Json;
using Slipway.Core.Secrets;

namespace Slipway.Core.Compose;

/// <summary>
/// What <c>docker compose config --format json</c> printed. Compose does all the merging and interpolation; this only reads the result.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record ComposeModel
{
    /// <summary>Stands for the release's id in a model that is rendered before the id is known.</summary>
    public const string ReleaseMark = "slipway-release-id";

    /// <summary>The services in the order of their names.</summary>
    public required ImmutableArray<ComposeService> Services { get; init; }

    /// <summary>The networks, those that something else makes included.</summary>
    public ImmutableArray<ComposeNetwork> AllNetworks { get; init; } = [];

    /// <summary>Real names of the external networks that have to exist.</summary>
    public ImmutableArray<string> ExternalNetworks =>
        [.. AllNetworks.Where(network => network.IsExternal).Select(network => network.Name)];

    /// <summary>Real names of the networks that Compose makes.</summary>
    public ImmutableArray<string> Networks => [.. AllNetworks.Where(network => !network.IsExternal).Select(network => network.Name)];

    /// <summary>Real names of the volumes that Compose makes.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>What the networks that Compose makes are made with, as canonical JSON, by real name.</summary>
    public ImmutableSortedDictionary<string, Secret> NetworkOptions { get; init; } = ImmutableSortedDictionary<string, Secret>.Empty;

    /// <summary>The same of the volumes.</summary>
    public ImmutableSortedDictionary<string, Secret> VolumeOptions { get; init; } = ImmutableSortedDictionary<string, Secret>.Empty;

    /// <summary>The keys of the configs and secrets that something else keeps, with their section.</summary>
    public ImmutableArray<(string Section, string Key)> ExternalFiles { get; init; } = [];

    /// <summary>The variables that secrets and configs take their content from, as far as their values are known.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>The secrets and configs that services use and whose variable has no value.</summary>
    internal ImmutableArray<(string Section, string Name, string Variable)> LackingVariables { get; init; } = [];

    /// <summary>What Compose warned of when it rendered the files; nothing in a model that was read again.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Whether a service runs once, to its end: another one waits for that.</summary>
    public bool IsJob(string name) => Jobs.Contains(name);

    private ImmutableHashSet<string> Jobs { get; init; } = [];

    /// <summary>Host folders that services may write to, as absolute paths.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>The model as canonical JSON text. It is stored with mode 0600.</summary>
    public required Secret Text { get; init; }

    /// <summary>The service of this name, or null.</summary>
    public ComposeService? Find(string name) => Services.FirstOrDefault(service => service.Name == name);

    /// <summary>Reads the printed model.</summary>
    /// <param name="json">What Compose printed.</param>
    /// <param name="values">Where secrets and configs get their values from; null where the model has them already.</param>
    /// <exception cref="JsonException">The text is not what Compose prints.</exception>
    public static ComposeModel Parse(string json, IReadOnlyDictionary<string, string>? values = null)
    {
        var root = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("A JSON object was expected.");
        if (values is not null) ComposeVariables.Add(root, values);
        var sections = new ComposeSections(root);
        ImmutableArray<ComposeService> services =
        [
            .. ComposeSections.Section(root, "services")
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => ComposeServiceReader.Read(pair.Key, (JsonObject)pair.Value!, sections)),
        ];
        return new ComposeModel
        {
            Services = services,
            AllNetworks = [.. ComposeSections.Section(root, "networks").Select(pair => ReadNetwork(pair.Key, pair.Value))],
            Volumes =
            [
                .. ComposeSections.Section(root, "volumes")
                    .Where(pair => !IsExternal(pair))
                    .Select(pair => sections.VolumeName(pair.Key)),
            ],
            Folders =
            [
                .. services
                    .SelectMany(service => service.Folders)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ],
            NetworkOptions = OptionsOf(root, "networks"),
            VolumeOptions = OptionsOf(root, "volumes"),
            ExternalFiles =
            [
                .. ComposeSections.OfFiles.SelectMany(section =>
                    ComposeSections.Section(root, section).Where(IsExternal).Select(pair => (section, pair.Key))
                ),
            ],
            Jobs = services.SelectMany(service => service.WaitsForEndOf).ToImmutableHashSet(StringComparer.Ordinal),
            Variables = [.. ComposeSections.Section(root, ComposeVariables.Key).Select(pair => pair.Key)],
            LackingVariables = [.. ComposeVariables.Lacking(root)],
            Text = CanonicalJson.Text(root),
        };
    }

    private static bool IsExternal(KeyValuePair<string, JsonNode?> definition) => (bool?)definition.Value?["external"] == true;

    private static ImmutableSortedDictionary<string, Secret> OptionsOf(JsonObject root, string section) =>
        ComposeSections.Section(root, section)
            .Where(pair => !IsExternal(pair))
            .DistinctBy(pair => (string?)pair.Value?["name"] ?? pair.Key, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                pair => (string?)pair.Value?["name"] ?? pair.Key,
                pair => (Secret)CanonicalJson.Text(pair.Value as JsonObject ?? []),
                StringComparer.Ordinal
            );

    private static ComposeNetwork ReadNetwork(string key, JsonNode? network) => new(
        key,
        (string?)network?["name"] ?? key,
        (bool?)network?["external"] == true,
        [.. (network?["ipam"]?["config"] as JsonArray ?? []).Select(config => (string?)config?["subnet"]).OfType<string>()]
    );

    /// <summary>The text says it all; the rest is read out of it again.</summary>
    private sealed class Converter : JsonConverter<ComposeModel>
    {
        public override ComposeModel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, ComposeModel value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text.Reveal());
    }
}

/// <summary>A network of a rendered model.</summary>
/// <param name="Key">Its key in the Compose files.</param>
/// <param name="Name">Its real name.</param>
/// <param name="IsExternal">Whether something else makes it.</param>
/// <param name="Subnets">Its subnets, where they are given.</param>
public sealed record ComposeNetwork(string Key, string Name, bool IsExternal, ImmutableArray<string> Subnets);
