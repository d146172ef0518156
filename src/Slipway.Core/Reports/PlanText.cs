using System.Globalization;
using System.Text;
using Slipway.Core.Planning;

namespace Slipway.Core.Reports;

/// <summary>A plan as people read it.</summary>
public static class PlanText
{
    /// <summary>The text: services first, then the steps with their exact effects. Lines end with a line feed.</summary>
    public static string Of(Plan plan)
    {
        var text = new StringBuilder();
        var release = plan.Release is { } id ? $", release {id}" : "";
        if (!plan.Changes) return $"Plan of {plan.Intent.Target} for {plan.Stack} {plan.Intent.Environment}{release}: nothing to do.\n";

        text.Append(CultureInfo.InvariantCulture, $"Plan of {plan.Intent.Target} for {plan.Stack} {plan.Intent.Environment}{release}: {plan.Steps.Length} {(plan.Steps.Length == 1 ? "step" : "steps")}\n");
        foreach (var note in plan.Notes) text.Append("  ").Append(note).Append('\n');
        if (!plan.Notes.IsEmpty) text.Append('\n');
        foreach (var (number, step) in plan.Steps.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{number + 1,3}. {step.Phase} / {step.Id}: {step.Title}\n");
            text.Append("       why:  ").Append(step.Reason).Append('\n');
            foreach (var effect in step.Effects) text.Append("       does: ").Append(effect).Append('\n');
            text.Append("       undo: ").Append(step.UndoTitle).Append('\n');
            if (step.DowntimeSeconds > 0) text.Append(CultureInfo.InvariantCulture, $"       away: about {step.DowntimeSeconds} s\n");
        }

        return text.ToString();
    }
}
