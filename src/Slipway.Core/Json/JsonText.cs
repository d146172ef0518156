using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Core.Json;

/// <summary>How values are written in the JSON that <c>--json</c> gives: names in camel case, times in UTC.</summary>
public static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A JSON object as it is written to a file.</summary>
    public static string Of(JsonObject value) => value.ToJsonString(Indented) + "\n";

    /// <summary>The name of an outcome in camel case.</summary>
    public static string Name<T>(T outcome)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    /// <summary>Texts as an array.</summary>
    public static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    /// <summary>A moment in ISO 8601, in UTC, to the second; null where there is none.</summary>
    public static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
