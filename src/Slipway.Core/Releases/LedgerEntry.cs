using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Health;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>What an entry of the ledger says.</summary>
public enum LedgerEvent
{
    /// <summary>A run was begun: the plan is known, nothing has been done.</summary>
    RunStarted,

    /// <summary>A step is about to have its effect.</summary>
    StepStarted,

    /// <summary>A step's effect is complete.</summary>
    StepDone,

    /// <summary>A step failed.</summary>
    StepFailed,

    /// <summary>A step's effect is about to be undone.</summary>
    UndoStarted,

    /// <summary>A step's effect was undone.</summary>
    StepUndone,

    /// <summary>Undoing a step failed.</summary>
    UndoFailed,

    /// <summary>The run reached its end.</summary>
    RunDone,

    /// <summary>The run failed or was stopped.</summary>
    RunFailed,

    /// <summary>A run that was interrupted is resumed.</summary>
    RunResumed,

    /// <summary>A run that was interrupted is going to be rolled back.</summary>
    RunAborting,

    /// <summary>The run was rolled back.</summary>
    RunAborted,
}

/// <summary>A line of an environment's append-only ledger.</summary>
public sealed record LedgerEntry
{
    /// <summary>When it was written.</summary>
    public required DateTimeOffset AtUtc { get; init; }

    /// <summary>The run, counted from 1 within the environment.</summary>
    public required int Run { get; init; }

    /// <summary>What happened.</summary>
    public required LedgerEvent Event { get; init; }

    /// <summary>What the run wants, as the name of its intent.</summary>
    public required string Intent { get; init; }

    /// <summary>The release that the run makes or brings back, or null.</summary>
    public ReleaseId? Release { get; init; }

    /// <summary>The step's id, or null.</summary>
    public string? Step { get; init; }

    /// <summary>Evidence or the error, redacted.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// Seconds by service that it was down while its container was replaced; on <see cref="LedgerEvent.StepDone"/>, where that was
    /// measured.
    /// </summary>
    [JsonPropertyName("away")]
    public ImmutableSortedDictionary<string, double>? DowntimeSeconds { get; init; }

    /// <summary>What visitors noticed of the run, by environment; on its last entry, where that was measured.</summary>
    public ImmutableArray<TrafficFigures>? Traffic { get; init; }

    /// <summary>Who started the run, resumes it or rolls it back; on the entry that says so.</summary>
    public string? By { get; init; }

    /// <summary>The process that does it, as the programs that it starts know it; where <see cref="By"/> is.</summary>
    public string? Owner { get; init; }
}
