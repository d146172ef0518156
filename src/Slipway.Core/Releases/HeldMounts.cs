using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Compose;

namespace Slipway.Core.Releases;

/// <summary>The sources of mounts in rendered Compose models, and the copies that releases mount in their place.</summary>
public static class HeldMounts
{
    private const string AnyCopy = "slipway-copy";

    /// <summary>The copies that the containers of a recorded release mount, by path, with what their SHA-256 has to be.</summary>
    /// <param name="model">The release's model; null where that is not known.</param>
    /// <param name="folder">The folder of the environment's copies.</param>
    public static ImmutableSortedDictionary<string, string> CopiesOf(ComposeModel? model, string folder) =>
        (model?.Services ?? [])
            .SelectMany(service => service.Mounts)
            .Select(mount => mount.Source)
            .Where(source => source.StartsWith(folder + "/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToImmutableSortedDictionary(source => source, source => source[(folder.Length + 1)..], StringComparer.Ordinal);

    /// <summary>Has services mount copies of what they mount.</summary>
    /// <param name="service">A service; its own mounts are changed.</param>
    /// <param name="copies">The copies, by the source's path.</param>
    internal static void MoveService(JsonObject service, ImmutableSortedDictionary<string, string> copies)
    {
        foreach (var mount in (service["volumes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)mount["type"] == "bind") Move(mount, "source", copies.GetValueOrDefault);
        }
    }

    /// <summary>Has the configs and secrets of a model be copies.</summary>
    /// <param name="root">The model, or an object with those two sections.</param>
    /// <param name="copies">The copies, by the source's path.</param>
    internal static void MoveSections(JsonObject? root, ImmutableSortedDictionary<string, string> copies) =>
        MoveSections(root, copies.GetValueOrDefault);

    /// <summary>
    /// A service's specification with one text in the place of each copy and of each source that has one: what is in them is compared
    /// by itself.
    /// </summary>
    internal static void Blank(JsonObject specification, string folder, ImmutableArray<MountedSource> sources)
    {
        var held = sources.Where(source => source.IsHeld).Select(source => source.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var mount in (specification["volumes"] as JsonArray ?? []).OfType<JsonObject>()) Move(mount, "source", Blanked);
        MoveSections(specification[ComposeService.Uses] as JsonObject, Blanked);

        string? Blanked(string path) =>
            held.Contains(path) || path.StartsWith(folder + "/", StringComparison.Ordinal) ? AnyCopy : null;
    }

    private static void MoveSections(JsonObject? root, Func<string, string?> copyOf)
    {
        var definitions = ComposeSections.OfFiles.SelectMany(section => root?[section] as JsonObject ?? []).Select(pair => pair.Value);
        foreach (var definition in definitions)
        {
            if (definition is JsonObject defined) Move(defined, "file", copyOf);
        }
    }

    private static void Move(JsonObject node, string key, Func<string, string?> copyOf)
    {
        if ((string?)node[key] is { } path && copyOf(path) is { } copy) node[key] = copy;
    }
}
