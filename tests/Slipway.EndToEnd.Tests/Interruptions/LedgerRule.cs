using System.Collections.Immutable;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>
/// Which entries a run of a plan may have left, in which order: steps one after the other, a step that was interrupted once more after
/// <c>runResumed</c>, undos in reverse for exactly the steps that were begun and have one, and one end.
/// </summary>
internal sealed class LedgerRule
{
    private readonly ImmutableArray<PlannedStep> plan;
    private readonly Stack<string> begun = [];
    private State state = State.Forward;
    private int done;
    private int lastBegun = -1;
    private bool isOpen;

    private LedgerRule(ImmutableArray<PlannedStep> plan) => this.plan = plan;

    private enum State
    {
        Forward,
        Failed,
        Aborting,
        Ended,
    }

    private string? Next => done < plan.Length ? plan[done].Id : null;

    /// <summary>What is wrong with a run's entries (<c>event step</c> each); null where they are possible and the run has ended.</summary>
    public static string? Violation(IReadOnlyList<string> entries, ImmutableArray<PlannedStep> plan)
    {
        if (entries.Count == 0 || entries[0] != "runStarted") return "The run does not begin with runStarted.";
        var rule = new LedgerRule(plan);
        for (var index = 1; index < entries.Count; index++)
        {
            var words = entries[index].Split(' ');
            if (!rule.Takes(words[0], words.ElementAtOrDefault(1) ?? "")) return $"Entry {index + 1}, {entries[index]}, cannot stand there ({rule}).";
        }

        return rule.state == State.Ended ? null : "The run has no end.";
    }

    /// <summary>How things stand, for a message.</summary>
    public override string ToString() => $"{state}, {done} of {plan.Length} steps done, {(isOpen ? "one in hand" : "none in hand")}, to be undone: {(begun.Count > 0 ? string.Join(", ", begun) : "nothing")}";

    private bool Takes(string what, string step) => state switch
    {
        State.Forward => GoesForward(what, step),
        State.Failed or State.Aborting => GoesBack(what, step),
        _ => false,
    };

    private bool GoesForward(string what, string step)
    {
        switch (what)
        {
            case "stepStarted" when !isOpen && step == Next:
                // Once only for a step that was interrupted and is begun again.
                if (plan[done].HasUndo && lastBegun != done) begun.Push(step);
                lastBegun = done;
                return isOpen = true;
            case "stepDone" when isOpen && step == Next:
                done++;
                return !(isOpen = false);
            case "runResumed":
                return !(isOpen = false);
            case "runAborting":
                return To(State.Aborting);
            case "stepFailed" when isOpen && step == Next:
                return To(State.Failed);
            case "runDone" when !isOpen && Next is null:
                return To(State.Ended);
            case "undoStarted" or "runFailed" when !isOpen:
                // Stopped between two steps.
                return To(State.Failed) && GoesBack(what, step);
            default:
                return false;
        }
    }

    private bool GoesBack(string what, string step)
    {
        switch (what)
        {
            case "undoStarted" when !isOpen && begun.TryPeek(out var last) && step == last:
                return isOpen = true;
            case "stepUndone" when isOpen && begun.TryPeek(out var last) && step == last:
                begun.Pop();
                return !(isOpen = false);
            case "runAborting" when state == State.Aborting:
                return !(isOpen = false);
            case "runAborted" when state == State.Aborting && !isOpen && begun.Count == 0:
            case "runFailed" when state == State.Failed && !isOpen && begun.Count == 0:
                return To(State.Ended);
            default:
                return false;
        }
    }

    private bool To(State next)
    {
        (state, isOpen) = (next, false);
        return true;
    }
}
