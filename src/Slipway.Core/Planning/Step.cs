using System.Collections.Immutable;

namespace Slipway.Core.Planning;

/// <summary>One step of a plan: a value that is printed, approved, counted, run and undone.</summary>
/// <param name="Id">Kebab-case and stable, since the ledger has it.</param>
/// <param name="Phase">The part of the pipeline it belongs to.</param>
/// <param name="Title">What it does, in a few words.</param>
/// <param name="Reason">Why the plan has it.</param>
/// <param name="Action">What is done.</param>
public sealed record Step(string Id, Phase Phase, string Title, string Reason, StepAction Action)
{
    /// <summary>What undoes the step when a later one fails; null where nothing has to be or can be rolled back.</summary>
    public StepAction? Undo { get; init; }

    /// <summary>In words, what undoing means; "none" with the reason where there is nothing to do.</summary>
    public string UndoTitle { get; init; } = "none";

    /// <summary>How long a service that serves people is predicted to be down, in seconds.</summary>
    public double DowntimeSeconds { get; init; }

    /// <summary>Whether those who visit can notice the step. The others build, wait and make ready.</summary>
    public bool TouchesServices => Phase >= Phase.Up || Action.TouchesServices;

    /// <summary>Exactly what is done, a line each: commands as they can be pasted, other effects in words.</summary>
    public ImmutableArray<string> Effects => Action.Effects;
}
