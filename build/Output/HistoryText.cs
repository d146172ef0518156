using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Json;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Stack;
using Slipway.Engine.Operations;

namespace Output;

/// <summary>What was done to each environment: releases or runs as a table, newest first, or one release in full.</summary>
internal static class HistoryText
{
    private const int LabelWidth = 12;

    /// <summary>The releases.</summary>
    public static string Of(ImmutableArray<EnvironmentHistory> histories) => string.Join('\n', histories.SelectMany(history => Lines(history, history.History.Releases.IsEmpty ? "no release yet" : "",
        ["release", "outcome", "started (UTC)", "source", "backup"],
        history.History.Releases.Reverse().Select(release => Row(release, history.Manifests.GetValueOrDefault(release.Id))))));

    /// <summary>The runs: also those that made no release.</summary>
    public static string OfRuns(ImmutableArray<EnvironmentHistory> histories) => string.Join('\n', histories.SelectMany(history => Lines(history, history.History.Runs.IsEmpty ? "no run yet" : "",
        ["run", "target", "release", "outcome", "started (UTC)", "by", "lost", "step"],
        history.History.Runs.Reverse().Select(run => Row(run, history.Environment)))));

    /// <summary>One release with everything that is known of it, in each environment that has one of this id.</summary>
    public static string OfRelease(ImmutableArray<EnvironmentHistory> histories, ReleaseId id) => string.Join("\n\n", histories
        .Select(history => (history.Environment, history.History.Runs, Release: history.History.Find(id), Manifest: history.Manifests.GetValueOrDefault(id)))
        .Where(found => found.Release is not null)
        .Select(found => string.Join('\n', Sections(found.Environment, found.Release!, found.Manifest, found.Runs)
            .SelectMany(section => section.Lines.Select((line, index) => $"  {(index == 0 ? section.Label : "").PadRight(LabelWidth)}{line}"))
            .Prepend($"{found.Environment} release {id}:"))));

    private static IEnumerable<string> Lines(EnvironmentHistory history, string empty, string[] headings, IEnumerable<string[]> rows)
    {
        yield return $"{history.Environment}: {empty}".TrimEnd();
        foreach (var line in Table.Lines(headings, [.. rows])) yield return "  " + line;
    }

    private static string[] Row(ReleaseRecord release, ReleaseManifest? manifest) =>
    [
        release.Id.ToString(),
        JsonText.Name(release.Outcome),
        Minute(release.StartedUtc),
        manifest switch
        {
            { PromotedFrom: { } from } => $"{manifest.PromotedFromEnvironment} {from}",
            { Source.Commit: { } commit } => commit[..Math.Min(10, commit.Length)] + (manifest.Source.Dirty ? " dirty" : ""),
            _ => "",
        },
        manifest?.Backup?.ToString() ?? "",
    ];

    private static string[] Row(PastRun run, string environment) =>
        [run.Number.ToString(CultureInfo.InvariantCulture), run.Intent, run.Release?.ToString() ?? "", JsonText.Name(run.End), Minute(run.StartedUtc), run.By ?? "", Lost(run, environment), run.Step ?? ""];

    /// <summary>How many requests to the environment itself failed, of how many.</summary>
    private static string Lost(PastRun run, string environment) =>
        run.Traffic.FirstOrDefault(figures => figures.Environment == environment) is { } figures ? string.Create(CultureInfo.InvariantCulture, $"{figures.FailedRequests} of {figures.Requests}") : "";

    private static IEnumerable<(string Label, IEnumerable<string> Lines)> Sections(string environment, ReleaseRecord release, ReleaseManifest? manifest, ImmutableArray<PastRun> runs)
    {
        yield return ("outcome", [JsonText.Name(release.Outcome) + (release.LiveUtc is { } live ? $", last began to serve {Second(live)} UTC" : "")]);
        yield return ("made", [$"{Second(release.StartedUtc)} UTC{(release.FinishedUtc is { } finished ? $" to {Second(finished)} UTC" : "")} by {manifest?.By ?? release.By ?? "nobody knows"}"]);
        if (manifest is null)
        {
            yield return ("", ["It was not written down: no service was started."]);
        }
        else
        {
            var source = manifest.Source;
            yield return ("source", [source + (source.Snapshot is { } snapshot && snapshot != source.Commit ? $", kept as {snapshot[..Math.Min(10, snapshot.Length)]}" : "")]);
            if (manifest.PromotedFrom is { } from) yield return ("promoted", [$"from {manifest.PromotedFromEnvironment} release {from}"]);
            yield return ("backup", [manifest.Backup?.ToString() ?? "none was taken before"]);
            yield return ("env file", [$"SHA-256 {manifest.EnvFileFingerprint}{(manifest.EnvVersion is null ? ", not kept" : $", kept as env/{manifest.EnvVersion}")}"]);
            if (manifest.ComposeFingerprint is { } compose) yield return ("compose", [$"SHA-256 {compose}"]);
            yield return ("services", Table.Lines(["service", "image", "image id", "since"],
                [.. manifest.Services.Select(service => (string[])[service.Key, service.Value.Image, service.Value.ShortImageId, service.Value.Since.ToString()])]));
            yield return ("routes", (manifest.Routes ?? []).Select(route => $"{route.Domain}{route.Path} to {string.Join(", ", route.Services)} at {route.Port}{(route.Health is { } health ? $", asked at {health}" : "")}"));
            if (manifest.Access is { } access) yield return ("basic auth", [$"user {access.User}"]);
            yield return ("sites", manifest.Sites.Keys);
            yield return ("volumes", manifest.Volumes);
            yield return ("folders", manifest.Folders);
        }

        yield return ("migrations", release.Migrations);
        yield return ("runs", Table.Lines(["run", "target", "outcome", "started (UTC)", "by", "lost", "step"],
            [.. runs.Where(run => run.Release == release.Id).Select(run => Row(run, environment)).Select(row => (string[])[row[0], row[1], .. row[3..]])]));
        foreach (var run in runs.Where(run => run.Release == release.Id))
        {
            yield return ($"run {run.Number}", [.. run.Text?.Split('\n') ?? [], .. run.Traffic.Select(TrafficText.Of)]);
        }
    }

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Second(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
