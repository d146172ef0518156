using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Core.Json;

/// <summary>JSON with sorted keys, so that equal values have equal text and equal fingerprints.</summary>
public static class CanonicalJson
{
    /// <summary>A copy with the keys of every object in ordinal order.</summary>
    public static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Sort(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => node?.DeepClone(),
    };

    /// <summary>The canonical text.</summary>
    public static string Text(JsonNode? node) => Sort(node)?.ToJsonString() ?? "null";

    /// <summary>The SHA-256 of a text, in lower-case hexadecimal.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The SHA-256 of the canonical text.</summary>
    public static string Fingerprint(JsonNode? node) => Sha256(Text(node));
}
