using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Traffic;

namespace Slipway.Core.Reports;

/// <summary>What <c>--json</c> writes. Property names are fixed: add, never rename.</summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A plan.</summary>
    public static string Of(Plan plan) => Text(Node(plan));

    /// <summary>A plan as a value.</summary>
    public static JsonObject Node(Plan plan) => new()
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
        ["edgeChanges"] = CostJson.EdgeChanges(plan.Cost),
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
    };

    /// <summary>
    /// The releases and the runs of one or more environments, oldest first; of one release where <paramref name="only"/> names it.
    /// </summary>
    public static string Of(
        IEnumerable<(string Environment, History History, ImmutableSortedDictionary<ReleaseId, ReleaseManifest> Manifests)> histories,
        ReleaseId? only = null
    )
    {
        var all = histories.ToImmutableArray();
        return Text(
            new JsonObject
            {
                ["releases"] = new JsonArray([
                    .. all.SelectMany(history =>
                            history.History.Releases.Select(release =>
                                (
                                    history.Environment,
                                    Release: release,
                                    history.History.Runs,
                                    Manifest: history.Manifests.GetValueOrDefault(release.Id)
                                )
                            )
                        )
                        .Where(entry => only is null || entry.Release.Id == only)
                        .OrderBy(entry => entry.Release.StartedUtc)
                        .Select(entry => Of(entry.Environment, entry.Release, entry.Manifest, entry.Runs)),
                ]),
                ["runs"] = new JsonArray([
                    .. all.SelectMany(history => history.History.Runs.Select(run => (history.Environment, Run: run)))
                        .Where(entry => only is null || entry.Run.Release == only)
                        .OrderBy(entry => entry.Run.StartedUtc)
                        .Select(entry => Listed(entry.Run, entry.Environment)),
                ]),
            }
        );
    }

    private static JsonObject Of(string environment, ReleaseRecord release, ReleaseManifest? manifest, IEnumerable<PastRun> runs)
    {
        var services = manifest?.Services ?? ImmutableSortedDictionary<string, ReleaseService>.Empty;
        return new JsonObject
        {
            ["id"] = release.Id.ToString(),
            ["environment"] = environment,
            ["commit"] = manifest?.Source.Commit,
            ["dirty"] = manifest?.Source.Dirty,
            ["snapshot"] = manifest?.Source.Snapshot,
            ["outcome"] = Name(release.Outcome),
            ["startedUtc"] = Time(release.StartedUtc),
            ["finishedUtc"] = TimeOrNull(release.FinishedUtc),
            ["liveUtc"] = TimeOrNull(release.LiveUtc),
            ["by"] = manifest?.By ?? release.By,
            ["fingerprint"] = manifest?.Fingerprint,
            ["images"] = new JsonObject(services.Select(service => KeyValuePair.Create(service.Key, (JsonNode?)service.Value.ImageId))),
            ["services"] = new JsonObject(services.Select(service => KeyValuePair.Create(service.Key, (JsonNode?)new JsonObject
            {
                ["image"] = service.Value.Image,
                ["imageId"] = service.Value.ImageId,
                ["since"] = service.Value.Since.ToString(),
            }))),
            ["compose"] = manifest?.ComposeFingerprint,
            ["envFile"] = manifest is null
                ? null
                : new JsonObject { ["fingerprint"] = manifest.EnvFileFingerprint, ["version"] = manifest.EnvVersion },
            ["routes"] = new JsonArray([
                .. (manifest?.Routes ?? []).Select(route => new JsonObject
                {
                    ["domain"] = route.Domain,
                    ["path"] = route.Path,
                    ["services"] = List(route.Services),
                    ["port"] = route.Port,
                    ["health"] = route.Health,
                    ["webSocket"] = route.WebSocket,
                }),
            ]),
            ["access"] = manifest?.Access?.User,
            ["sites"] = List(manifest?.Sites.Keys ?? []),
            ["volumes"] = List(manifest?.Volumes ?? []),
            ["folders"] = List(manifest?.Folders ?? []),
            ["migrations"] = List(release.Migrations),
            ["backup"] = manifest?.Backup,
            ["promotedFrom"] = manifest?.PromotedFrom?.ToString(),
            ["promotedFromEnvironment"] = manifest?.PromotedFromEnvironment,
            ["downtime"] = runs.LastOrDefault(run => run.Release == release.Id && run.End == RunEnd.Done && !run.Traffic.IsEmpty)
                is { } last
                ? Downtime(last.Traffic, environment)
                : null,
            ["runs"] = new JsonArray([.. runs.Where(run => run.Release == release.Id).Select(run => Of(run, environment))]),
        };
    }

    private static JsonObject Of(PastRun run, string environment) => new()
    {
        ["number"] = run.Number,
        ["intent"] = run.Intent,
        ["by"] = run.By,
        ["carriedOnBy"] = run.CarriedOnBy,
        ["startedUtc"] = Time(run.StartedUtc),
        ["endedUtc"] = TimeOrNull(run.EndedUtc),
        ["outcome"] = Name(run.End),
        ["step"] = run.Step,
        ["text"] = run.Text,
        ["downtime"] = run.Traffic.IsEmpty ? null : Downtime(run.Traffic, environment),
    };

    private static JsonObject Listed(PastRun run, string environment)
    {
        var json = Of(run, environment);
        json.Insert(0, "environment", environment);
        json.Insert(2, "release", run.Release?.ToString());
        return json;
    }

    /// <summary>What visitors of an environment noticed, and those of the others. One that served nothing yet had no visitors.</summary>
    private static JsonObject Downtime(ImmutableArray<TrafficFigures> traffic, string environment)
    {
        var json = Node(
            traffic.FirstOrDefault(figures => figures.Environment == environment) ?? new TrafficFigures { Environment = environment }
        );
        json["others"] = new JsonObject(
            traffic
                .Where(figures => figures.Environment != environment)
                .Select(figures => KeyValuePair.Create(figures.Environment, (JsonNode?)Node(figures)))
        );
        return json;
    }

    private static JsonObject Node(TrafficFigures figures) => new()
    {
        ["requests"] = figures.Requests,
        ["failedRequests"] = figures.FailedRequests,
        ["longestGapMs"] = figures.LongestGapMs,
        ["sockets"] = figures.Sockets,
        ["droppedSockets"] = figures.DroppedSockets,
        ["latencyBefore"] = Node(figures.Before),
        ["latencyDuring"] = Node(figures.During),
    };

    private static JsonObject? Node(LatencyFigures? latency) =>
        latency is null ? null : new JsonObject { ["p50Ms"] = latency.P50Ms, ["p99Ms"] = latency.P99Ms };

    /// <summary>A JSON object as it is written to a file.</summary>
    public static string Text(JsonObject value) => value.ToJsonString(Indented) + "\n";

    /// <summary>The name of an outcome in camel case.</summary>
    public static string Name<T>(T outcome)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    internal static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    private static string? TimeOrNull(DateTimeOffset? time) => time is { } known ? Time(known) : null;

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
