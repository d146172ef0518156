using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Core.Json;

namespace Slipway.Core.Compose;

/// <summary>Reads a service out of a rendered model.</summary>
internal static class ComposeServiceReader
{
    /// <summary>Reads a service.</summary>
    public static ComposeService Read(string name, JsonObject json, ComposeSections sections) => new()
    {
        Name = name,
        Json = json,
        Image = (string?)json["image"],
        Build = json["build"] is JsonObject build ? BuildSpec.Read(build) : null,
        ContainerName = (string?)json["container_name"],
        Variables = (json["environment"] as JsonObject ?? []).ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => pair.Value?.ToString() ?? "",
            StringComparer.Ordinal
        ),
        Ports = [.. (json["ports"] as JsonArray ?? []).OfType<JsonObject>().Select(ComposePort.Read).OfType<ComposePort>()],
        PublishedPorts = [.. (json["ports"] as JsonArray ?? []).Select(port => (string?)port?["published"]).OfType<string>()],
        Replicas = (int?)Number(json["deploy"]?["replicas"] ?? json["scale"]) ?? 1,
        DependsOn = [.. (json["depends_on"] as JsonObject ?? []).Select(dependency => dependency.Key)],
        JoinedNetworks =
        [
            .. (json["networks"] as JsonObject ?? []).Select(pair => new JoinedNetwork(
                pair.Key,
                sections.NetworkName(pair.Key),
                [.. (pair.Value?["aliases"] as JsonArray ?? []).Select(alias => (string?)alias).OfType<string>()]
            )),
        ],
        Mounts =
        [
            .. (json["volumes"] as JsonArray ?? []).OfType<JsonObject>().Select(mount => ComposeMount.Read(mount, sections)),
            .. Files(json, "secrets", MountKind.Secret, "/run/secrets/", sections),
            .. Files(json, "configs", MountKind.Config, "/", sections),
        ],
        CpuLimit = Limit(json["deploy"]?["resources"]?["limits"]?["cpus"] ?? json["cpus"]),
        MemoryLimit = (long?)Limit(json["deploy"]?["resources"]?["limits"]?["memory"] ?? json["mem_limit"]),
        Specification = Specification(json, sections),
    };

    private static string Specification(JsonObject service, ComposeSections sections)
    {
        var specification = (JsonObject)service.DeepClone();
        specification.Remove("build");
        specification.Remove("image");
        // A service names them by keys; what the keys stand for makes the container too.
        specification[ComposeService.Uses] = sections.UsedBy(service);
        return CanonicalJson.Text(specification);
    }

    private static IEnumerable<ComposeMount> Files(
        JsonObject service,
        string section,
        MountKind kind,
        string folder,
        ComposeSections sections
    ) =>
        (service[section] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Select(use => (Source: (string?)use["source"] ?? "", Target: (string?)use["target"]))
            .Select(use => (use.Source, use.Target, File: sections.FileOf(section, use.Source)))
            .Where(use => use.File is not null)
            .Select(use => new ComposeMount(kind, use.File!, use.Target ?? folder + use.Source, IsReadOnly: true) { Key = use.Source });

    private static decimal? Limit(JsonNode? node) => Number(node) is > 0 and var limit ? limit : null;

    private static decimal? Number(JsonNode? node) =>
        decimal.TryParse(node?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
