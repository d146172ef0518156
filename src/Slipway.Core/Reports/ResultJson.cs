using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Health;
using Slipway.Core.Json;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Reports;

/// <summary>What <c>--json</c> writes. Property names are fixed: add, never rename.</summary>
public static class ResultJson
{
    /// <summary>A plan.</summary>
    public static string Of(Plan plan) => PlanJson.Of(plan);

    /// <summary>
    /// The releases and the runs of one or more environments, oldest first; of one release where <paramref name="only"/> names it.
    /// </summary>
    public static string Of(
        IEnumerable<(
            EnvironmentName Environment,
            History History,
            ImmutableSortedDictionary<ReleaseId, ReleaseManifest> Manifests
        )> histories,
        ReleaseId? only = null
    )
    {
        var all = histories.ToImmutableArray();
        return JsonText.Of(
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

    private static JsonObject Of(EnvironmentName environment, ReleaseRecord release, ReleaseManifest? manifest, IEnumerable<PastRun> runs)
    {
        var services = manifest?.Services ?? ImmutableSortedDictionary<string, ReleaseService>.Empty;
        return new JsonObject
        {
            ["id"] = release.Id.ToString(),
            ["environment"] = environment.ToString(),
            ["commit"] = manifest?.Source.Commit,
            ["dirty"] = manifest?.Source.Dirty,
            ["snapshot"] = manifest?.Source.Snapshot,
            ["outcome"] = JsonText.Name(release.Outcome),
            ["startedUtc"] = JsonText.Time(release.StartedUtc),
            ["finishedUtc"] = JsonText.Time(release.FinishedUtc),
            ["liveUtc"] = JsonText.Time(release.LiveUtc),
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
                    ["services"] = JsonText.List(route.Services),
                    ["port"] = route.Port,
                    ["health"] = route.Health,
                    ["webSocket"] = route.WebSocket,
                }),
            ]),
            ["access"] = manifest?.Access?.User,
            ["sites"] = JsonText.List(manifest?.Sites.Keys ?? []),
            ["volumes"] = JsonText.List(manifest?.Volumes ?? []),
            ["folders"] = JsonText.List(manifest?.Folders ?? []),
            ["migrations"] = JsonText.List(release.Migrations),
            ["backup"] = manifest?.Backup?.ToString(),
            ["promotedFrom"] = manifest?.PromotedFrom?.ToString(),
            ["promotedFromEnvironment"] = manifest?.PromotedFromEnvironment?.ToString(),
            ["downtime"] = runs.LastOrDefault(run => run.Release == release.Id && run.End == RunEnd.Done && !run.Traffic.IsEmpty)
                is { } last
                ? Downtime(last.Traffic, environment)
                : null,
            ["runs"] = new JsonArray([.. runs.Where(run => run.Release == release.Id).Select(run => Of(run, environment))]),
        };
    }

    private static JsonObject Of(PastRun run, EnvironmentName environment) => new()
    {
        ["number"] = run.Number,
        ["intent"] = run.Intent,
        ["by"] = run.By,
        ["carriedOnBy"] = run.CarriedOnBy,
        ["startedUtc"] = JsonText.Time(run.StartedUtc),
        ["endedUtc"] = JsonText.Time(run.EndedUtc),
        ["outcome"] = JsonText.Name(run.End),
        ["step"] = run.Step,
        ["text"] = run.Text,
        ["downtime"] = run.Traffic.IsEmpty ? null : Downtime(run.Traffic, environment),
    };

    private static JsonObject Listed(PastRun run, EnvironmentName environment)
    {
        var json = Of(run, environment);
        json.Insert(0, "environment", environment.ToString());
        json.Insert(2, "release", run.Release?.ToString());
        return json;
    }

    /// <summary>What visitors of an environment noticed, and those of the others. One that served nothing yet had no visitors.</summary>
    private static JsonObject Downtime(ImmutableArray<TrafficFigures> traffic, EnvironmentName environment)
    {
        var json = Node(
            traffic.FirstOrDefault(figures => figures.Environment == environment) ?? new TrafficFigures { Environment = environment }
        );
        json["others"] = new JsonObject(
            traffic
                .Where(figures => figures.Environment != environment)
                .Select(figures => KeyValuePair.Create(figures.Environment.ToString(), (JsonNode?)Node(figures)))
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
}
