using System.Globalization;
using Slipway.Core.Validation;

namespace Slipway.Core.Reports;

/// <summary>Findings as annotations of a run of GitHub Actions: it shows them at the lines of a pull request that they are about.</summary>
public static class Annotations
{
    /// <summary>A command for each finding, the heaviest first: of each severity, GitHub shows the first ten of a step.</summary>
    public static IEnumerable<string> Of(Verdict verdict, SourceTree tree) =>
        verdict.Findings.Select(finding =>
        {
            var (file, line) = tree.Find(finding.Place);
            return WorkflowCommand.Of(
                Command(finding.Severity),
                tree.Say(finding),
                ("file", file),
                ("line", line.ToString(CultureInfo.InvariantCulture)),
                ("title", finding.Rule)
            );
        });

    private static string Command(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "notice",
        };
}
