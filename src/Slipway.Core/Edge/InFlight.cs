using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Core.Edge;

/// <summary>How many requests Caddy has in flight at its upstreams; an open WebSocket is one.</summary>
/// <remarks>https://caddyserver.com/docs/api#get-reverse-proxyupstreams</remarks>
public static class InFlight
{
    /// <summary>Requests by IP address, over all ports; null where the text is not what Caddy prints.</summary>
    public static ImmutableDictionary<string, int>? Parse(string json)
    {
        try
        {
            return (JsonNode.Parse(json) as JsonArray)?.OfType<JsonObject>()
                .Select(upstream => (Address: (string?)upstream["address"] ?? "", Requests: (int?)upstream["num_requests"] ?? 0))
                .GroupBy(
                    upstream => upstream.Address.LastIndexOf(':') is > 0 and var colon ? upstream.Address[..colon] : upstream.Address,
                    StringComparer.Ordinal
                )
                .ToImmutableDictionary(group => group.Key, group => group.Sum(upstream => upstream.Requests), StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
