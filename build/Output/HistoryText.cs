using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Json;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Stack;
using Slipway.Engine.Status;

namespace Output;

/// <summary>What was done to each environment: releases or runs as a table, newest first, or one release in full.</summary>
internal static class HistoryText
{
    private const int LabelWidth = 12;

    /// <summary>The releases.</summary>
    public static string Of(ImmutableArray<EnvironmentHistory> histories) => string.Join('\n', histories.SelectMany(history => Lines(
        history,
        history.History.Releases.IsEmpty ? "no release yet" : "",
        ["release", "outcome", "started (UTC)", "source", "backup"],
        history.History.Releases.Reverse().Select(release => Row(release, history.Manifests.GetValueOrDefault(release.Id))))));

    /// <summary>The runs: also those that made no release.</summary>
    public static string OfRuns(ImmutableArray<EnvironmentHistory> histories) => string.Join('\n', histories.SelectMany(history => Lines(
        history,
        history.History.Runs.IsEmpty ? "no run yet" : "",
        ["run", "target", "release", "outcome", "started (UTC)", "by", "dropped", "step"],
        history.History.Runs.Reverse().Select(run => Row(run, history.Environment)))));

    /// <summary>One release with everything that is known of it, in each environment that has one of this id.</summary>
    public static string OfRelease(ImmutableArray<EnvironmentHistory> histories, ReleaseId id) => string.Join("\n\n", histories
        .Select(history => (history, Release: history.History.Find(id)))
        .Where(found => found.Release is not null)
        .Select(found => string.Join('\n', LinesOf(found.history, found.Release!))));

    private static IEnumerable<string> Lines(EnvironmentHistory history, string empty, string[] headings, IEnumerable<string[]> rows)
    {
        yield return $"{history.Environment}: {empty}".TrimEnd();
        foreach (var line in Table.Lines(headings, [.. rows])) yield return "  " + line;
    }

    private static IEnumerable<string> LinesOf(EnvironmentHistory history, ReleaseRecord release)
    {
        var manifest = history.Manifests.GetValueOrDefault(release.Id);
        yield return $"{history.Environment} release {release.Id}:";
        foreach (var (label, lines) in Sections(history.Environment, release, manifest, history.History.Runs))
        {
            foreach (var (index, line) in lines.Index()) yield return $"  {(index == 0 ? label : "").PadRight(LabelWidth)}{line}";
        }
    }

    private static string[] Row(ReleaseRecord release, ReleaseManifest? manifest) =>
    [
        release.Id.ToString(),
        JsonText.Name(release.Outcome),
        Minute(release.StartedUtc),
        manifest switch
        {
            { PromotedFrom: { } from } => $"{manifest.PromotedFromEnvironment} {from}",
            { Source.Commit: { } commit } => Short(commit) + (manifest.Source.Dirty ? " dirty" : ""),
            _ => "",
        },
        manifest?.Backup?.ToString() ?? "",
    ];

    private static string[] Row(PastRun run, EnvironmentName environment) =>
    [
        run.Number.ToString(CultureInfo.InvariantCulture),
        run.Intent,
        run.Release?.ToString() ?? "",
        JsonText.Name(run.End),
        Minute(run.StartedUtc),
        run.By ?? "",
        Dropped(run, environment),
        run.Step ?? "",
    ];

    /// <summary>How many requests to the environment itself failed, of how many.</summary>
    private static string Dropped(PastRun run, EnvironmentName environment) =>
        run.Traffic.FirstOrDefault(figures => figures.Environment == environment) is { } figures
            ? string.Create(CultureInfo.InvariantCulture, $"{figures.FailedRequests} of {figures.Requests}")
            : "";

    private static IEnumerable<(string Label, IEnumerable<string> Lines)> Sections(
        EnvironmentName environment, ReleaseRecord release, ReleaseManifest? manifest, ImmutableArray<PastRun> runs)
    {
        var live = release.LiveUtc is { } served ? $", last began to serve {Second(served)} UTC" : "";
        var finished = release.FinishedUtc is { } end ? $" to {Second(end)} UTC" : "";
        yield return ("outcome", [JsonText.Name(release.Outcome) + live]);
        yield return ("made", [$"{Second(release.StartedUtc)} UTC{finished} by {manifest?.By ?? release.By ?? "an unknown user"}"]);
        if (manifest is null) yield return ("", ["It was not recorded: no service was started."]);
        foreach (var section in manifest is null ? [] : Sections(manifest)) yield return section;

        yield return ("migrations", release.Migrations);
        PastRun[] own = [.. runs.Where(run => run.Release == release.Id)];
        yield return ("runs", Table.Lines(
            ["run", "target", "outcome", "started (UTC)", "by", "dropped", "step"],
            [.. own.Select(run => Row(run, environment)).Select(row => (string[])[row[0], row[1], .. row[3..]])]));
        foreach (var run in own)
            yield return ($"run {run.Number}", [.. run.Text?.Split('\n') ?? [], .. run.Traffic.Select(TrafficText.Of)]);
    }

    private static IEnumerable<(string Label, IEnumerable<string> Lines)> Sections(ReleaseManifest manifest)
    {
        var source = manifest.Source;
        var kept = source.Snapshot is { } snapshot && snapshot != source.Commit ? $", kept as {Short(snapshot)}" : "";
        var version = manifest.EnvVersion is null ? ", not kept" : $", kept as env/{manifest.EnvVersion}";
        yield return ("source", [source + kept]);
        if (manifest.PromotedFrom is { } from) yield return ("promoted", [$"from {manifest.PromotedFromEnvironment} release {from}"]);
        yield return ("backup", [manifest.Backup?.ToString() ?? "none was taken before"]);
        yield return ("env file", [$"SHA-256 {manifest.EnvFileFingerprint}{version}"]);
        if (manifest.ComposeFingerprint is { } compose) yield return ("compose", [$"SHA-256 {compose}"]);
        yield return ("services", Table.Lines(["service", "image", "image id", "since"], [.. manifest.Services.Select(Row)]));
        yield return ("routes", (manifest.Routes ?? []).Select(route =>
            $"{route.Domain}{route.Path} to {string.Join(", ", route.Services)} at {route.Port}"
            + (route.Health is { } health ? $", checked at {health}" : "")));
        if (manifest.Access is { } access) yield return ("basic auth", [$"user {access.User}"]);
        yield return ("sites", manifest.Sites.Keys);
        yield return ("volumes", manifest.Volumes);
        yield return ("folders", manifest.Folders);
    }

    private static string[] Row(KeyValuePair<string, ReleaseService> service) =>
        [service.Key, service.Value.Image, service.Value.ShortImageId, service.Value.Since.ToString()];

    private static string Short(string commit) => commit[..Math.Min(10, commit.Length)];

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Second(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
