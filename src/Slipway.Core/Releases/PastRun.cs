using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>How a run ended.</summary>
public enum RunEnd
{
    /// <summary>It has not: it is under way, or was interrupted.</summary>
    Unfinished,

    /// <summary>It reached its end.</summary>
    Done,

    /// <summary>A step failed, or it was stopped; what it had done was rolled back.</summary>
    Failed,

    /// <summary>It was interrupted and then rolled back.</summary>
    Aborted,
}

/// <summary>A run in the history: a deployment, a rollback, and also what makes no release.</summary>
/// <param name="Number">Its number in the environment.</param>
/// <param name="Intent">What was wanted, as the name of the intent.</param>
/// <param name="StartedUtc">When it was begun.</param>
public sealed record PastRun(int Number, string Intent, DateTimeOffset StartedUtc)
{
    /// <summary>The release that it made or worked on, or null.</summary>
    public ReleaseId? Release { get; init; }

    /// <summary>Who started it.</summary>
    public string? By { get; init; }

    /// <summary>Who resumed it or rolled it back after it was interrupted, or null.</summary>
    public string? CarriedOnBy { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedUtc { get; init; }

    /// <summary>How it ended.</summary>
    public RunEnd End { get; init; }

    /// <summary>
    /// The step that failed, or before which it was stopped; of a run that has not ended the last one that was begun; otherwise null.
    /// </summary>
    public string? Step { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// What visitors noticed of it, by environment; empty where that was not measured. Of a run that was interrupted: what the one noticed
    /// who
    /// ended it.
    /// </summary>
    public ImmutableArray<TrafficFigures> Traffic { get; init; } = [];

    /// <summary>The runs of a ledger, in the order of their beginning.</summary>
    public static ImmutableArray<PastRun> Of(IEnumerable<LedgerEntry> entries)
    {
        var runs = new List<PastRun>();
        foreach (var entry in entries)
        {
            var at = runs.FindLastIndex(run => run.Number == entry.Run);
            if (at < 0)
            {
                at = runs.Count;
                runs.Add(new PastRun(entry.Run, entry.Intent, entry.AtUtc) { Release = entry.Release, By = entry.By });
            }

            runs[at] = entry.Event switch
            {
                LedgerEvent.StepStarted => runs[at] with { Step = entry.Step },
                LedgerEvent.RunResumed or LedgerEvent.RunAborting => runs[at] with { CarriedOnBy = entry.By },
                // One that failed has failed, also when the rest of it is rolled back later.
                LedgerEvent.RunAborted when runs[at].End == RunEnd.Unfinished => runs[at] with
                {
                    End = RunEnd.Aborted,
                    EndedUtc = entry.AtUtc,
                },
                LedgerEvent.RunDone => runs[at] with { End = RunEnd.Done, EndedUtc = entry.AtUtc, Step = null },
                LedgerEvent.RunFailed => runs[at] with
                {
                    End = RunEnd.Failed,
                    EndedUtc = entry.AtUtc,
                    Step = entry.Step,
                    Text = entry.Text,
                },
                _ => runs[at],
            };
            if (entry.Traffic is { } traffic) runs[at] = runs[at] with { Traffic = traffic };
        }

        return [.. runs];
    }
}
