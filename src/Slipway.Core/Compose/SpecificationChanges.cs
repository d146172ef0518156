using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Slipway.Core.Compose;

/// <summary>What differs between two specifications of a service, told without a value: values may be secret.</summary>
public static class SpecificationChanges
{
    // Rendering has chosen the profiles and the images already; a release's file no longer has these keys.
    private static readonly ImmutableHashSet<string> Unseen = ["profiles", "pull_policy"];

    /// <summary>The paths of the keys that differ, for example <c>environment.LOG_LEVEL</c>; a list counts as one value.</summary>
    public static ImmutableArray<string> Between(string before, string after)
    {
        var paths = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        Compare(JsonNode.Parse(before), JsonNode.Parse(after), "", paths);
        return [.. paths];
    }

    private static void Compare(JsonNode? before, JsonNode? after, string path, ImmutableSortedSet<string>.Builder paths)
    {
        if (before is JsonObject old && after is JsonObject @new)
        {
            foreach (var key in old.Select(pair => pair.Key).Union(@new.Select(pair => pair.Key), StringComparer.Ordinal))
            {
                if (path.Length == 0 && Unseen.Contains(key)) continue;
                // What a service uses of the shared sections is named as it stands in the Compose files.
                var inner = path.Length > 0 ? $"{path}.{key}" : key == ComposeService.Uses ? "" : key;
                if (old.ContainsKey(key) && @new.ContainsKey(key)) Compare(old[key], @new[key], inner, paths);
                else paths.Add(inner);
            }
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            paths.Add(path);
        }
    }
}
