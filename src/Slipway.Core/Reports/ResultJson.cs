using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Core.Planning;
using Slipway.Core.Releases;

namespace Slipway.Core.Reports;

/// <summary>What <c>--json</c> writes. Property names are fixed: add, never rename.</summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A plan.</summary>
    public static string Of(Plan plan) => Text(new JsonObject
    {
        ["stack"] = plan.Stack,
        ["environment"] = plan.Intent.Environment,
        ["intent"] = plan.Intent.Target,
        ["release"] = plan.Release?.ToString(),
        ["fingerprint"] = plan.Fingerprint,
        ["changes"] = plan.Changes,
        ["downtimeSeconds"] = plan.DowntimeSeconds,
        ["services"] = CostJson.Services(plan.Cost),
        ["edge"] = CostJson.Edge(plan.Cost),
        ["edgeFiles"] = List(plan.Cost.EdgeFiles),
        ["volumes"] = CostJson.Places(plan.Cost, PlaceKind.Volume),
        ["folders"] = CostJson.Places(plan.Cost, PlaceKind.Folder),
        ["networks"] = CostJson.Places(plan.Cost, PlaceKind.Network),
        ["certificates"] = CostJson.Places(plan.Cost, PlaceKind.Certificates),
        ["envFiles"] = CostJson.Places(plan.Cost, PlaceKind.EnvFile),
        ["migrations"] = CostJson.Migrations(plan.Cost),
        ["backup"] = CostJson.Backup(plan.Cost),
        ["disk"] = CostJson.Disk(plan.Cost),
        ["notes"] = List(plan.Notes),
        ["steps"] = new JsonArray([.. plan.Steps.Select(step => new JsonObject
        {
            ["id"] = step.Id,
            ["phase"] = step.Phase.ToString(),
            ["title"] = step.Title,
            ["reason"] = step.Reason,
            ["effects"] = List(step.Effects),
            ["undo"] = step.UndoTitle,
            ["downtimeSeconds"] = step.DowntimeSeconds,
        })]),
    });

    /// <summary>The releases of one or more environments, oldest first.</summary>
    public static string Of(IEnumerable<(string Environment, History History, ImmutableSortedDictionary<ReleaseId, ReleaseManifest> Manifests)> histories) => Text(new JsonObject
    {
        ["releases"] = new JsonArray([.. histories
            .SelectMany(history => history.History.Releases.Select(release => (history.Environment, Release: release, Manifest: history.Manifests.GetValueOrDefault(release.Id))))
            .OrderBy(entry => entry.Release.StartedUtc)
            .Select(entry => new JsonObject
            {
                ["id"] = entry.Release.Id.ToString(),
                ["environment"] = entry.Environment,
                ["commit"] = entry.Manifest?.Source.Commit,
                ["dirty"] = entry.Manifest?.Source.Dirty,
                ["outcome"] = Name(entry.Release.Outcome),
                ["startedUtc"] = Time(entry.Release.StartedUtc),
                ["finishedUtc"] = entry.Release.FinishedUtc is { } finished ? Time(finished) : null,
                ["by"] = entry.Release.By,
                ["images"] = new JsonObject((entry.Manifest?.Services ?? ImmutableSortedDictionary<string, ReleaseService>.Empty)
                    .Select(service => KeyValuePair.Create(service.Key, (JsonNode?)service.Value.ImageId))),
                ["migrations"] = List(entry.Release.Migrations),
                ["backup"] = entry.Manifest?.Backup,
                ["promotedFrom"] = entry.Manifest?.PromotedFrom?.ToString(),
            })]),
    });

    /// <summary>A JSON object as it is written to a file.</summary>
    public static string Text(JsonObject value) => value.ToJsonString(Indented) + "\n";

    /// <summary>The name of an outcome in camel case.</summary>
    public static string Name(ReleaseOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
