using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Slipway.Core.Compose;

/// <summary>The definitions of a rendered model that services refer to by their keys.</summary>
internal sealed class ComposeSections(JsonObject root)
{
    private static readonly ImmutableArray<string> Shared = ["networks", "volumes", "secrets", "configs"];

    /// <summary>The sections of what is mounted as a file.</summary>
    public static readonly ImmutableArray<string> OfFiles = ["configs", "secrets"];

    /// <summary>A section of the model; empty where it has none.</summary>
    public static JsonObject Section(JsonObject root, string name) => root[name] as JsonObject ?? [];

    /// <summary>The real name of a network.</summary>
    public string NetworkName(string key) => Name("networks", key);

    /// <summary>The real name of a volume.</summary>
    public string VolumeName(string key) => Name("volumes", key);

    /// <summary>The file of a secret or a config; null where it comes from elsewhere.</summary>
    public string? FileOf(string section, string key) => (string?)root[section]?[key]?["file"];

    /// <summary>The definitions, by section, that a service refers to: by key, by a list of mounts, or by both.</summary>
    public JsonObject UsedBy(JsonObject service) =>
        new(Shared.Select(section => KeyValuePair.Create(section, (JsonNode?)Used(service[section], root[section] as JsonObject))));

    private JsonObject Used(JsonNode? references, JsonObject? definitions)
    {
        var names = references switch
        {
            JsonObject map => map.Select(pair => pair.Key),
            JsonArray list => list.Select(entry => (string?)entry?["source"]).OfType<string>(),
            _ => [],
        };
        return new JsonObject(names.Distinct(StringComparer.Ordinal).Where(name => definitions?.ContainsKey(name) == true)
            .Select(name => KeyValuePair.Create(name, WithValue(definitions![name]))));
    }

    // What a variable holds makes the container as much as its name does.
    private JsonNode? WithValue(JsonNode? definition)
    {
        var copy = definition?.DeepClone();
        if (ComposeVariables.VariableOf(copy) is { } variable && root[ComposeVariables.Key]?[variable] is { } value)
            copy!["value"] = value.DeepClone();
        return copy;
    }

    private string Name(string section, string key) => (string?)root[section]?[key]?["name"] ?? key;
}
