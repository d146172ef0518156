using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Core.Json;
using Slipway.Core.Validation;

namespace Slipway.Core.Reports;

/// <summary>The findings of a stack as <c>--json</c> writes them. Property names are fixed: add, never rename.</summary>
public static class FindingsJson
{
    /// <summary>
    /// The text. What a place lacks is null: the file where the host is meant, the line where the whole file is, the path where there is
    /// none.
    /// </summary>
    public static string Of(Verdict verdict) => JsonText.Of(Node(verdict));

    /// <summary>The same as a value.</summary>
    public static JsonObject Node(Verdict verdict) => new()
    {
        ["findings"] = new JsonArray([.. verdict.Findings.Select(Node)]),
        ["errors"] = verdict.Errors,
        ["warnings"] = verdict.Warnings,
        ["declared"] = new JsonArray([.. verdict.Declared.Select(Node)]),
        ["accepted"] = new JsonArray([.. verdict.Accepted.Select(Node)]),
    };

    private static JsonObject Node(Finding finding) => new()
    {
        ["rule"] = finding.Rule,
        ["severity"] = Finding.Word(finding.Severity),
        ["message"] = finding.Message,
        ["fix"] = finding.Fix,
        ["file"] = NullIfEmpty(finding.Place.File),
        ["line"] = finding.Place.Line > 0 ? finding.Place.Line : null,
        ["path"] = NullIfEmpty(finding.Place.Path),
        ["environments"] = new JsonArray([.. finding.Environments.Select(environment => (JsonNode?)environment.ToString())]),
    };

    private static JsonObject Node(AllowedFinding allowed)
    {
        var json = Node(allowed.Finding);
        json["reason"] = allowed.Reason;
        json["until"] = allowed.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return json;
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
