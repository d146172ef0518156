using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Core.Json;

/// <summary>JSON that a reader of YAML takes too, as Compose is one.</summary>
public static class YamlJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>JSON over several lines, as it is written to a file.</summary>
    public static string Text(JsonNode value) => WithoutPairs(value.ToJsonString(Indented));

    /// <summary>The same on one line.</summary>
    public static string Line(JsonNode value) => WithoutPairs(value.ToJsonString());

    /// <summary>
    /// Each encoder of .NET writes a character beyond U+FFFF as the escapes of two surrogates, which JSON allows and YAML does not:
    /// Compose ends with "found invalid Unicode character escape code" (v2.24 to v5.0; go-yaml/yaml#279). It is written as it is.
    /// </summary>
    private static string WithoutPairs(string json)
    {
        if (!json.Contains("\\uD8", StringComparison.OrdinalIgnoreCase)
            && !json.Contains("\\uD9", StringComparison.OrdinalIgnoreCase)
            && !json.Contains("\\uDA", StringComparison.OrdinalIgnoreCase)
            && !json.Contains("\\uDB", StringComparison.OrdinalIgnoreCase)) return json;
        var text = new StringBuilder(json.Length);
        for (var index = 0; index < json.Length; index++)
        {
            if (json[index] != '\\')
            {
                text.Append(json[index]);
            }
            else if (Unit(json, index) is { } high && Unit(json, index + 6) is { } low && char.IsSurrogatePair(high, low))
            {
                text.Append(high).Append(low);
                index += 11;
            }
            else
            {
                // Both characters at once: the second one may be a backslash, which escapes nothing.
                text.Append(json[index]).Append(json[++index]);
            }
        }

        return text.ToString();
    }

    // The UTF-16 unit of an escape.
    private static char? Unit(string json, int at) =>
        json.AsSpan(Math.Min(at, json.Length)) is ['\\', 'u', var a, var b, var c, var d, ..]
            ? (char)Convert.ToUInt16(new string([a, b, c, d]), 16)
            : null;
}
