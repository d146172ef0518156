using System.Globalization;
using System.Text;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>What became of a deployment that was interrupted.</summary>
/// <param name="Point">Where it was to be interrupted.</param>
/// <param name="Hit">The last entry of the ledger when the signal was sent: where it was really interrupted.</param>
/// <param name="Then">What was done afterwards.</param>
/// <param name="Result">What serves and what the history says; or what went wrong.</param>
/// <param name="Elapsed">How long all of it took.</param>
/// <param name="IsHealthy">Whether everything was as it has to be.</param>
internal sealed record CutOutcome(CutPoint Point, string Hit, string Then, string Result, TimeSpan Elapsed, bool IsHealthy)
{
    /// <summary>All outcomes as a table.</summary>
    public static string Table(IEnumerable<CutOutcome> outcomes)
    {
        string[][] rows =
        [
            ["deployment", "interrupted", "signal", "last entry then", "afterwards", "outcome", "seconds"],
            .. outcomes.Select(outcome => (string[])
            [
                outcome.Point.Environment == "dev" ? "DeployDev, the first" : "DeployProd, a later one",
                outcome.Point.Place,
                outcome.Point.Ending == Ending.Terminated ? "SIGTERM" : "SIGKILL",
                outcome.Hit,
                outcome.Then,
                outcome.Result,
                outcome.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
            ]),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows) text.AppendLine(string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd());
        return text.ToString();
    }
}
