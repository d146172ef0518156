using System.Collections.Immutable;

namespace Slipway.Core.Releases;

/// <summary>How far one step of a run has come, as far as the ledger tells.</summary>
public enum StepState
{
    /// <summary>It was not begun, or it was rolled back.</summary>
    Pending,

    /// <summary>It was begun, or its undo was, and the end is not recorded: its effect may be there in part.</summary>
    InDoubt,

    /// <summary>Its effect is complete.</summary>
    Done,
}

/// <summary>How far a run came, step by step, so that it can be resumed or rolled back by another process.</summary>
public sealed record RunProgress
{
    /// <summary>A run that has done nothing.</summary>
    public static RunProgress None { get; } = new();

    private ImmutableDictionary<string, StepState> Steps { get; init; } =
        ImmutableDictionary.Create<string, StepState>(StringComparer.Ordinal);

    /// <summary>Reads a run's entries out of a ledger.</summary>
    public static RunProgress Of(IEnumerable<LedgerEntry> entries, int run)
    {
        var steps = None.Steps.ToBuilder();
        foreach (var entry in entries.Where(entry => entry.Run == run && entry.Step is not null))
        {
            StepState? state = entry.Event switch
            {
                LedgerEvent.StepStarted or LedgerEvent.StepFailed or LedgerEvent.UndoStarted or LedgerEvent.UndoFailed => StepState.InDoubt,
                LedgerEvent.StepDone => StepState.Done,
                LedgerEvent.StepUndone => StepState.Pending,
                _ => null,
            };
            if (state is { } known) steps[entry.Step!] = known;
        }

        return new RunProgress { Steps = steps.ToImmutable() };
    }

    /// <summary>The state of a step.</summary>
    public StepState Of(string step) => Steps.GetValueOrDefault(step, StepState.Pending);
}
