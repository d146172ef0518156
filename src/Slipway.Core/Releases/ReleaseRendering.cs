using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Compose;
using Slipway.Core.Json;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>Writes Compose files as values: the one that a release runs, and the one that its images are built from.</summary>
public static class ReleaseRendering
{
    /// <summary>
    /// The Compose file of a release: every service with its image by name and nothing to build. A service that is kept is taken
    /// from the file of the current release as it is, so that Compose sees no change and leaves its container alone.
    /// </summary>
    /// <param name="model">The rendered model.</param>
    /// <param name="release">The release.</param>
    /// <param name="services">The services of the release.</param>
    /// <param name="edgeNetwork">The real name of the network that the edge is on.</param>
    /// <param name="currentCompose">The file of the current release, or null.</param>
    /// <param name="copies">What is mounted in place of files of the work tree, by their path.</param>
    public static string Compose(
        ComposeModel model,
        ReleaseId release,
        ImmutableArray<PlannedService> services,
        string edgeNetwork,
        string? currentCompose,
        ImmutableSortedDictionary<string, string> copies
    )
    {
        var root = Fill(model, release);
        // Compose does not replace a container because a config or secret that it mounts has another path.
        HeldMounts.MoveSections(root, copies);
        var current = currentCompose is null ? null : JsonNode.Parse(currentCompose)?["services"];
        var rendered = (JsonObject)root["services"]!;
        foreach (var planned in services)
        {
            if (planned.Change == ServiceChange.Keep && current?[planned.Name] is { } kept)
            {
                rendered[planned.Name] = kept.DeepClone();
                DropPullPolicy((JsonObject)rendered[planned.Name]!);
                continue;
            }

            var service = (JsonObject)rendered[planned.Name]!;
            service.Remove("build");
            // Rendering has chosen the profiles already; a profile that stays would switch the service off again.
            service.Remove("profiles");
            DropPullPolicy(service);
            service["image"] = planned.Image;
            HeldMounts.MoveService(service, copies);
            Name(service, root["networks"] as JsonObject, edgeNetwork, release.ToString(), planned.Upstream, planned.SupportsRolling);
        }

        return YamlJson.Text(root);
    }

    /// <summary>
    /// The images of a release are on the host. By the policy <c>docker compose run</c> would pull again: one that only this host has, or
    /// another one of that name. Compose does not compare the key, so a kept container stays (seen with 2.40).
    /// </summary>
    private static void DropPullPolicy(JsonObject service) => service.Remove("pull_policy");

    /// <summary>
    /// Gives a service the names of its release: a label, and for the edge an alias on its network. A fixed container name would
    /// forbid a second container beside the first; where one may come, it becomes an alias on each network.
    /// </summary>
    /// <param name="service">The service, as Compose rendered it.</param>
    /// <param name="networks">What its networks' keys stand for.</param>
    /// <param name="edgeNetwork">The real name of the network that the edge is on.</param>
    /// <param name="release">The release, or what stands for it.</param>
    /// <param name="upstream">The name for the edge, or null.</param>
    /// <param name="supportsRolling">Whether new containers of the service may run next to the live ones.</param>
    internal static void Name(
        JsonObject service,
        JsonObject? networks,
        string edgeNetwork,
        string release,
        string? upstream,
        bool supportsRolling
    )
    {
        if (service["labels"] is not JsonObject labels) service["labels"] = labels = [];
        labels[ComposeService.ReleaseLabel] = release;
        var joined = service["networks"] as JsonObject ?? [];
        foreach (var key in joined.Select(network => network.Key).ToArray())
        {
            if (upstream is not null && ((string?)networks?[key]?["name"] ?? key) == edgeNetwork) AddAlias(joined, key, upstream);
            if (supportsRolling && (string?)service["container_name"] is { } name) AddAlias(joined, key, name);
        }

        if (supportsRolling) service.Remove("container_name");
    }

    private static void AddAlias(JsonObject networks, string key, string alias)
    {
        if (networks[key] is not JsonObject network) networks[key] = network = [];
        if (network["aliases"] is not JsonArray aliases) network["aliases"] = aliases = [];
        if (!aliases.Any(present => (string?)present == alias)) aliases.Add((JsonNode)alias);
    }

    /// <summary>
    /// The Compose file for building: only the services that build an image, each with the image's name, and the secrets that builds use.
    /// </summary>
    /// <param name="model">The rendered model.</param>
    /// <param name="release">The release.</param>
    /// <param name="images">The image's name by service.</param>
    /// <param name="bases">The context that stands for a service which the file lacks, where an image is built on its image.</param>
    /// <param name="replaced">The folder of the work tree and the one to take the source from instead; null to build from the work
    /// tree.</param>
    public static string Build(
        ComposeModel model,
        ReleaseId release,
        ImmutableSortedDictionary<string, string> images,
        ImmutableSortedDictionary<string, string> bases,
        (string From, string To)? replaced
    )
    {
        var root = Fill(model, release);
        var services = new JsonObject();
        foreach (var (name, image) in images)
        {
            var service = (JsonObject)root["services"]![name]!;
            var build = (JsonObject)service["build"]!.DeepClone();
            var contexts = build["additional_contexts"] as JsonObject ?? [];
            foreach (var (key, context) in contexts.ToArray())
            {
                if (BuildSpec.ServiceOf((string?)context) is { } other && bases.TryGetValue(other, out var known)) contexts[key] = known;
            }

            if (replaced is var (from, to))
            {
                Move(build, "context", from, to);
                Move(build, "dockerfile", from, to);
                foreach (var key in contexts.Select(pair => pair.Key).ToArray()) Move(contexts, key, from, to);
            }

            services[name] = new JsonObject { ["image"] = image, ["build"] = build };
            // Compose builds for the platform of the service where its build names none.
            if (service["platform"] is { } platform) services[name]!["platform"] = platform.DeepClone();
        }

        var file = new JsonObject { ["services"] = services };
        foreach (var section in (string[])["secrets", ComposeVariables.Key])
        {
            if (root[section] is { } used) file[section] = used.DeepClone();
        }

        return YamlJson.Text(file);
    }

    private static JsonObject Fill(ComposeModel model, ReleaseId release) =>
        (JsonObject)JsonNode.Parse(model.Text.Reveal().Replace(ComposeModel.ReleaseMark, release.ToString(), StringComparison.Ordinal))!;

    private static void Move(JsonObject node, string key, string from, string to)
    {
        if ((string?)node[key] is { } path && (path == from || path.StartsWith(from + "/", StringComparison.Ordinal)))
            node[key] = to + path[from.Length..];
    }
}
