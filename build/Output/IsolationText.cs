using System.Globalization;
using Slipway.Core.Reports;
using Slipway.Core.Validation.Live;

namespace Output;

/// <summary>What the proof on the running host asked and found.</summary>
internal static class IsolationText
{
    private const int Rules = 2;

    /// <summary>The table of what was asked, and the findings.</summary>
    public static string Of(LiveVerdict proven, int width = int.MaxValue) => string.Join('\n', Lines(proven, width));

    private static IEnumerable<string> Lines(LiveVerdict proven, int width)
    {
        string[] headings = ["from", "in networks", "names", "addresses", "reached", "as allowed", "shared"];
        foreach (var line in Table.Lines(headings, [.. proven.Probes.Select(probe => Row(proven, probe))])) yield return line;
        foreach (var environment in proven.NotRunning) yield return $"{environment} does not run: nothing to reach there";
        if (proven.Probes.IsEmpty) yield break;
        yield return "";
        var environments = proven.Probes.Select(probe => probe.Environment);
        foreach (var line in FindingsText.Lines(proven.Verdict, Rules, environments, width)) yield return line;
    }

    private static string[] Row(LiveVerdict proven, ReachList probe) =>
    [
        probe.Environment.ToString(),
        string.Join(", ", probe.Networks),
        Number(probe.Names.Count),
        Number(probe.Endpoints.Length),
        proven.ReachedFrom(probe.Environment).Count() is var reached and > 0 ? Number(reached) : "none",
        Number(proven.AllowedFrom(probe.Environment).Count()),
        probe.Needed.Length == 0
            ? "none"
            : $"{probe.Needed.Length - proven.MissedFrom(probe.Environment).Count()} of {probe.Needed.Length} answer",
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
