using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Core.Compose;
using Slipway.Core.Planning;

namespace Slipway.Core.Releases;

/// <summary>Writes Compose files as values: the one that a release runs, and the one that its images are built from.</summary>
public static class ReleaseRendering
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// The Compose file of a release: every service with its image by name and nothing to build. A service that is kept is taken
    /// from the file of the current release as it is, so that Compose sees no change and leaves its container alone.
    /// </summary>
    public static string Compose(ComposeModel model, ReleaseId release, ImmutableArray<PlannedService> services, string? currentCompose)
    {
        var root = Fill(model, release);
        var current = currentCompose is null ? null : JsonNode.Parse(currentCompose)?["services"];
        var rendered = (JsonObject)root["services"]!;
        foreach (var planned in services)
        {
            if (planned.Change == ServiceChange.Keep && current?[planned.Name] is { } kept)
            {
                rendered[planned.Name] = kept.DeepClone();
                continue;
            }

            var service = (JsonObject)rendered[planned.Name]!;
            service.Remove("build");
            // Rendering has chosen the profiles already; a profile that stays would switch the service off again.
            service.Remove("profiles");
            service["image"] = planned.Image;
        }

        return root.ToJsonString(Indented);
    }

    /// <summary>The Compose file for building: only the services that build an image, each with the image's name.</summary>
    /// <param name="model">The rendered model.</param>
    /// <param name="release">The release.</param>
    /// <param name="images">The image's name by service.</param>
    /// <param name="replaced">The folder of the work tree and the one to take the source from instead; null to build from the work tree.</param>
    public static string Build(ComposeModel model, ReleaseId release, ImmutableSortedDictionary<string, string> images, (string From, string To)? replaced)
    {
        var all = (JsonObject)Fill(model, release)["services"]!;
        var services = new JsonObject();
        foreach (var (name, image) in images)
        {
            var build = (JsonObject)all[name]!["build"]!.DeepClone();
            if (replaced is var (from, to))
            {
                Move(build, "context", from, to);
                if (build["additional_contexts"] is JsonObject contexts)
                {
                    foreach (var key in contexts.Select(pair => pair.Key).ToArray()) Move(contexts, key, from, to);
                }
            }

            services[name] = new JsonObject { ["image"] = image, ["build"] = build };
        }

        return new JsonObject { ["services"] = services }.ToJsonString(Indented);
    }

    private static JsonObject Fill(ComposeModel model, ReleaseId release) =>
        (JsonObject)JsonNode.Parse(model.Text.Replace(ComposeModel.ReleaseMark, release.ToString(), StringComparison.Ordinal))!;

    private static void Move(JsonObject node, string key, string from, string to)
    {
        if ((string?)node[key] is { } path && (path == from || path.StartsWith(from + "/", StringComparison.Ordinal))) node[key] = to + path[from.Length..];
    }
}
