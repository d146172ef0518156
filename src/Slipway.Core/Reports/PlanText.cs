using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Slipway.Core.Planning;

namespace Slipway.Core.Reports;

/// <summary>A plan as people read it.</summary>
public static class PlanText
{
    private const string Indent = "  ";

    /// <summary>The text: what the plan costs first, then the steps with their exact effects. Lines end with a line feed.</summary>
    public static string Of(Plan plan)
    {
        var text = new StringBuilder();
        var release = plan.Release is { } id ? $", release {id}" : "";
        if (!plan.Changes) return $"Plan of {plan.Intent.Target} for {plan.Stack} {plan.Intent.Environment}{release}: nothing to do.\n";

        text.Append(CultureInfo.InvariantCulture, $"Plan of {plan.Intent.Target} for {plan.Stack} {plan.Intent.Environment}{release}: {plan.Steps.Length} {(plan.Steps.Length == 1 ? "step" : "steps")}\n");
        if (CostText.Sentence(plan) is { Length: > 0 } sentence) text.Append(Indent).Append(sentence).Append("\n\n");
        ImmutableArray<string> lines = [.. CostText.Changes(plan), .. CostText.Rest(plan), .. Remarks(plan)];
        foreach (var line in lines) text.Append(Indent).Append(line).Append('\n');
        if (!lines.IsEmpty) text.Append('\n');
        foreach (var (number, step) in plan.Steps.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{number + 1,3}. {step.Phase} / {step.Id}: {step.Title}\n");
            text.Append("       why:  ").Append(step.Reason).Append('\n');
            foreach (var effect in step.Effects) text.Append("       does: ").Append(effect).Append('\n');
            text.Append("       undo: ").Append(step.UndoTitle).Append('\n');
            if (step.DowntimeSeconds > 0) text.Append("       away: ").Append(CostText.Seconds(step.DowntimeSeconds)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>What an operator is told in short before a plan is run: the cost in a sentence, what changes, and what to look at.</summary>
    public static ImmutableArray<string> Summary(Plan plan) =>
        [.. CostText.Sentence(plan) is { Length: > 0 } sentence ? [sentence] : ImmutableArray<string>.Empty, .. CostText.Changes(plan), .. Remarks(plan)];

    private static IEnumerable<string> Remarks(Plan plan) =>
        CostText.Warnings(plan).Concat(plan.Notes.Select(note => note[0] is '!' or '~' ? note : Indent + note));
}
