using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Engine.Operations;

namespace Output;

/// <summary>Releases as a table, newest first.</summary>
internal static class HistoryText
{
    /// <summary>The table.</summary>
    public static string Of(ImmutableArray<EnvironmentHistory> histories) => string.Join('\n', histories.SelectMany(Lines));

    private static IEnumerable<string> Lines(EnvironmentHistory history)
    {
        yield return history.History.Releases.IsEmpty ? $"{history.Environment}: no release yet" : $"{history.Environment}:";
        foreach (var line in Table.Lines(["release", "outcome", "started (UTC)", "commit", "backup", "from"],
            [.. history.History.Releases.Reverse().Select(release => Row(release, history.Manifests.GetValueOrDefault(release.Id)))])) yield return "  " + line;
    }

    private static string[] Row(ReleaseRecord release, ReleaseManifest? manifest) =>
    [
        release.Id.ToString(),
        ResultJson.Name(release.Outcome),
        release.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        manifest?.Source.ToString() ?? "",
        manifest?.Backup ?? "",
        manifest?.PromotedFrom is { } from ? $"{manifest.PromotedFromEnvironment} {from}" : "",
    ];
}
