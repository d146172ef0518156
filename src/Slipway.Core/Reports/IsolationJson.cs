using System.Text.Json.Nodes;
using Slipway.Core.Json;
using Slipway.Core.Validation.Live;

namespace Slipway.Core.Reports;

/// <summary>
/// The proof on the running host as <c>--json</c> writes it: the findings as <see cref="FindingsJson"/> has them, and what was asked.
/// Property names are fixed: add, never rename.
/// </summary>
public static class IsolationJson
{
    /// <summary>The text.</summary>
    public static string Of(LiveVerdict proven)
    {
        var json = FindingsJson.Node(proven.Verdict);
        json["probes"] = proven.Questions;
        json["environments"] = new JsonArray([.. proven.Probes.Select(probe => new JsonObject
        {
            ["name"] = probe.Environment.ToString(),
            ["networks"] = List(probe.Networks),
            ["names"] = List(probe.Names),
            ["addresses"] = List(probe.Endpoints.Select(endpoint => endpoint.ToString())),
            ["shared"] = List(probe.Needed.Select(needed => needed.Name)),
        })]);
        json["notRunning"] = List(proven.NotRunning.Select(name => name.ToString()));
        return JsonText.Of(json);
    }

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
