using System.Text.Json.Nodes;

namespace Slipway.Core.Compose;

/// <summary>What ties a service to one container, so that a second one cannot run next to it, or would do harm.</summary>
public static class ServiceTies
{
    /// <summary>
    /// The first tie of a service in words that follow "since", for example "it publishes port 8080"; null where there is none.
    /// </summary>
    /// <param name="model">The model that the service stands in.</param>
    /// <param name="service">The service.</param>
    public static string? Of(ComposeModel model, ComposeService service)
    {
        if (!service.HasHealthCheck) return "it has no health check";
        if (!service.PublishedPorts.IsEmpty) return $"it publishes port {service.PublishedPorts[0]}";
        if (!service.Volumes.IsEmpty) return $"it has the volume {service.Volumes[0]}";
        if (!service.AnonymousVolumes.IsEmpty) return $"it has a volume without a name at {service.AnonymousVolumes[0]}";
        if (FixedAddress(service.Json) is { } address) return $"it has the fixed address {address}";
        if (service.Json["devices"] is JsonArray { Count: > 0 }) return "it has a device of the host";
        if ((string?)service.Json["deploy"]?["update_config"]?["order"] == "stop-first") return "its update_config says stop-first";
        if (!service.LivesWith.IsEmpty) return $"it lives in the container of {service.LivesWith[0]}";
        if (model.Services.FirstOrDefault(other => other.LivesWith.Contains(service.Name)) is { } guest)
            return $"{guest.Name} lives in its container";
        if (model.Services.FirstOrDefault(other => Links(other.Json).Contains(service.Name, StringComparer.Ordinal)) is { } linked)
            return $"{linked.Name} has a link to its container";
        return null;
    }

    private static string? FixedAddress(JsonObject service) =>
        Text(service["mac_address"])
        ?? (service["networks"] as JsonObject ?? [])
            .Select(network => Text(network.Value?["ipv4_address"]) ?? Text(network.Value?["ipv6_address"])
                ?? Text(network.Value?["mac_address"]) ?? Text((network.Value?["link_local_ips"] as JsonArray)?.FirstOrDefault()))
            .FirstOrDefault(address => address is not null);

    private static IEnumerable<string> Links(JsonObject service) =>
        (service["links"] as JsonArray ?? []).Select(link => ((string?)link ?? "").Split(':')[0]);

    private static string? Text(JsonNode? node) => (string?)node is { Length: > 0 } text ? text : null;
}
