using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Slipway.Core.Edge;
using Slipway.Core.Planning;
using Slipway.Core.Text;

namespace Slipway.Core.Reports;

/// <summary>A plan as people read it.</summary>
public static class PlanText
{
    private const string Indent = "  ";
    private const int MostDiffLines = 60;

    /// <summary>The text: what the plan costs first, then the steps with their exact effects. Lines end with a line feed.</summary>
    public static string Of(Plan plan)
    {
        var text = new StringBuilder();
        var release = plan.Release is { } id ? $", release {id}" : "";
        if (!plan.Changes) return $"Plan of {plan.Intent.Target} for {plan.Stack} {plan.Intent.Environment}{release}: nothing to do.\n";

        text.Append(
            CultureInfo.InvariantCulture,
            $"Plan of {plan.Intent.Target} for {plan.Stack} {plan.Intent.Environment}{release}: {Count.Of(plan.Steps.Length, "step")}\n"
        );
        if (CostText.Sentence(plan) is { Length: > 0 } sentence)
            text.Append(Indent).Append(sentence).Append("\n\n");
        ImmutableArray<string> lines = [.. CostText.Changes(plan), .. CostText.Rest(plan), .. Remarks(plan)];
        foreach (var line in lines) text.Append(Indent).Append(line).Append('\n');
        if (!lines.IsEmpty) text.Append('\n');
        foreach (var line in EdgeChanges(plan.Cost.EdgeChanges)) text.Append(line).Append('\n');
        foreach (var (number, step) in plan.Steps.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{number + 1,3}. {step.Phase} / {step.Id}: {step.Title}\n");
            text.Append("       why:  ").Append(step.Reason).Append('\n');
            foreach (var effect in step.Effects) text.Append("       does: ").Append(effect).Append('\n');
            text.Append("       undo: ").Append(step.UndoTitle).Append('\n');
            if (step.DowntimeSeconds > 0) text.Append("       down: ").Append(Duration.About(step.DowntimeSeconds)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// What an operator is told in short before a plan is run: the cost in a sentence, what changes, and what to look at.
    /// </summary>
    public static ImmutableArray<string> Summary(Plan plan) =>
        [
            .. CostText.Sentence(plan) is { Length: > 0 } sentence ? [sentence] : ImmutableArray<string>.Empty,
            .. CostText.Changes(plan),
            .. Remarks(plan),
        ];

    // A file that comes or goes can be read elsewhere; what changes in one can be read only here.
    private static IEnumerable<string> EdgeChanges(ImmutableArray<EdgeChange> changes)
    {
        if (changes.IsEmpty) yield break;
        yield return $"{Indent}what changes in the edge's rules:";
        var diff = changes
            .SelectMany(change =>
                change switch
                {
                    { Kind: EdgeChangeKind.Users } => [$"{change.Path}: users change"],
                    { Kind: EdgeChangeKind.Add } => [$"{change.Path}: new, {Lines(change)}"],
                    { Kind: EdgeChangeKind.Remove } => [$"{change.Path}: removed, {Lines(change)}"],
                    { Diff: { Length: > 0 } text } => text.TrimEnd('\n').Split('\n'),
                    _ => [$"{change.Path}: only line breaks change"],
                }
            )
            .ToImmutableArray();
        foreach (var line in diff.Take(MostDiffLines))
            yield return Indent + Indent + line;
        if (diff.Length > MostDiffLines)
            yield return $"{Indent}{Indent}... and {diff.Length - MostDiffLines} more lines: --json=<file> has all of them";
        yield return "";
    }

    private static string Lines(EdgeChange change) =>
        Count.Of((change.Diff ?? "").Split('\n').Skip(2).Count(line => line.StartsWith('+') || line.StartsWith('-')), "line");

    private static IEnumerable<string> Remarks(Plan plan) =>
        CostText.Warnings(plan).Concat(plan.Notes.Select(note => note[0] is '!' or '~' ? note : Indent + note));
}
