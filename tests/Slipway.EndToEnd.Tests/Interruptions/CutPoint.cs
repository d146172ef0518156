using System.Collections.Immutable;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>How a deployment that was interrupted goes on.</summary>
internal enum Ending
{
    /// <summary>SIGKILL, then Resume.</summary>
    Resumed,

    /// <summary>SIGKILL, then Abort.</summary>
    Aborted,

    /// <summary>SIGTERM: it rolls back by itself.</summary>
    Terminated,
}

/// <summary>A moment of a deployment.</summary>
/// <param name="Environment">The environment that is deployed.</param>
/// <param name="Line">The line of the run in the ledger, from 1, that has just appeared.</param>
/// <param name="Place">The moment in words.</param>
/// <param name="After">How long after that line.</param>
/// <param name="Ending">What is sent, and what is done afterwards.</param>
internal sealed record CutPoint(string Environment, int Line, string Place, TimeSpan After, Ending Ending)
{
    /// <summary>Steps that look and change nothing.</summary>
    private static readonly string[] Looks = ["check-plan", "check-health", "check-traffic"];

    /// <inheritdoc />
    public override string ToString() => $"{Environment}, {Place}, {Ending}";

    /// <summary>
    /// All moments of a deployment, as a whole run of it shows them: before the first step, at each boundary, and inside each step
    /// that has an effect. Nothing happens between the end of one step and the beginning of the next, so that one moment does for both.
    /// Who is asked to stop finishes the step in hand first, so that the inside of a step is no other moment than its beginning.
    /// </summary>
    public static IEnumerable<CutPoint> Of(string environment, ImmutableArray<LedgerEntry> run, Ending ending)
    {
        yield return new CutPoint(environment, 1, "before the first step", TimeSpan.Zero, ending);
        for (var index = 1; index + 1 < run.Length; index += 2)
        {
            var (started, done) = (run[index], run[index + 1]);
            Assert.Equal(($"stepStarted {started.Step}", $"stepDone {started.Step}"), (started.ToString(), done.ToString()));
            yield return new CutPoint(environment, index + 1, $"before {started.Step}", TimeSpan.Zero, ending);
            if (ending != Ending.Terminated && !Looks.Contains(started.Step)) yield return new CutPoint(environment, index + 1, $"inside {started.Step}", (done.AtUtc - started.AtUtc) / 2, ending);
        }

        yield return new CutPoint(environment, run.Length - 1, $"after {run[^2].Step}", TimeSpan.Zero, ending);
    }
}
