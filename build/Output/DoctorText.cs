using System.Text.Json.Nodes;
using Slipway.Core.Json;
using Slipway.Core.Validation.Hosts;
using Slipway.Engine.Validation;

namespace Output;

/// <summary>How the host is, as a table and as JSON.</summary>
internal static class DoctorText
{
    /// <summary>The table; below each row what puts it right, where something has to be.</summary>
    public static string Of(DoctorOutcome outcome) => string.Join('\n', Lines(outcome));

    /// <summary>The JSON of <c>--json</c>.</summary>
    public static string Json(DoctorOutcome outcome) => JsonText.Of(new JsonObject
    {
        ["checks"] = new JsonArray([.. outcome.Checks.Select(check => new JsonObject
        {
            ["name"] = check.Name,
            ["status"] = HostCheck.Word(check.Status),
            ["detail"] = check.Detail,
            ["fix"] = check.Fix.Length > 0 ? check.Fix : null,
        })]),
    });

    private static IEnumerable<string> Lines(DoctorOutcome outcome)
    {
        yield return $"This host for {outcome.Stack} ({outcome.File}), with its state in {outcome.State}";
        yield return "";
        string[][] cells = [.. outcome.Checks.Select(check => (string[])[check.Name, HostCheck.Word(check.Status), check.Detail])];
        var rows = Table.Lines(["check", "status", "detail"], cells).ToArray();
        yield return rows[0];
        foreach (var (row, check) in rows.Skip(1).Zip(outcome.Checks))
        {
            yield return row;
            if (check.Fix.Length == 0) continue;
            yield return $"    fix: {check.Fix.ReplaceLineEndings("\n         ")}";
        }

        yield return "";
        var counts = outcome.Checks.GroupBy(check => check.Status).OrderBy(group => group.Key);
        yield return string.Join(", ", counts.Select(group => $"{group.Count()} {HostCheck.Word(group.Key)}"));
    }
}
