using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Reports;
using Slipway.Core.Stack;

namespace Slipway.Engine.Runs;

/// <summary>What an operator reads of a run that did not come to its end.</summary>
/// <param name="plan">The plan.</param>
/// <param name="run">The run's number in the ledger.</param>
internal sealed class RunFailures(Plan plan, int run)
{
    private const string Incomplete = "not everything could be rolled back, see above.";

    private string Target => plan.Intent.Target;

    private EnvironmentName Environment => plan.Intent.Environment;

    private string AgainByAbort => $"or, once the cause is fixed, {Invocation.For("Abort", Environment.ToString())} tries again.";

    /// <summary>A step failed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="error">How it failed.</param>
    /// <param name="left">What is left to do by hand, a line each.</param>
    /// <param name="now">What visitors get now.</param>
    /// <param name="traffic">What was measured.</param>
    public SlipwayException Failed(
        Step step,
        StepFailedException error,
        ImmutableArray<string> left,
        string now,
        ImmutableArray<TrafficFigures> traffic
    ) =>
        new(
            error.ExitCode,
            new Failure($"{Target} stopped at {step.Id}{(plan.Release is { } release ? $" of release {release}" : "")}.")
            {
                Why = error.Message,
                Do = string.Join(
                    '\n',
                    (left.IsEmpty ? left : left.Add(AgainByAbort)).Add(
                        error.Remedy.Length > 0 ? error.Remedy : $"fix the cause, then run {Target} again."
                    )
                ),
                Now = left.IsEmpty ? now : $"{Incomplete} {now}".TrimEnd(),
                Evidence = error.Evidence,
                EvidenceOf = error.EvidenceOf,
                Measured = TrafficText.Line(traffic),
            },
            error
        );

    /// <summary>A signal asked for a stop between two steps.</summary>
    public SlipwayException Stopped(
        string signal,
        Step next,
        ImmutableArray<string> left,
        string now,
        ImmutableArray<TrafficFigures> traffic
    ) =>
        new(
            ExitCode.Failed,
            new Failure($"{Target} was stopped by {signal} before step {next.Id}.")
            {
                Do = left.IsEmpty ? $"run {Target} again when you are ready." : string.Join('\n', left.Add(AgainByAbort)),
                Now = left.IsEmpty ? now : $"{Incomplete} {now}".TrimEnd(),
                Measured = TrafficText.Line(traffic),
            }
        );

    /// <summary>An Abort could not undo every step.</summary>
    public SlipwayException AbortIncomplete(ImmutableArray<string> left, string now, ImmutableArray<TrafficFigures> traffic) =>
        new(
            ExitCode.Failed,
            new Failure($"Abort of run {run} could not roll everything back.")
            {
                Do = string.Join('\n', left.Add(AgainByAbort)),
                Now = $"{Incomplete} {now}".TrimEnd(),
                Measured = TrafficText.Line(traffic),
            }
        );

    /// <summary>The run was ended in the middle of a step; nothing was undone.</summary>
    /// <param name="by">The signal, or who else ended it.</param>
    /// <param name="inHand">The step.</param>
    /// <param name="complete">The ids of the steps that are done.</param>
    public SlipwayException Interrupted(string by, Step? inHand, ImmutableArray<string> complete) =>
        new(
            ExitCode.Failed,
            new Failure($"{Target} was interrupted by {by}{(inHand is { } step ? $" in the middle of {step.Id}" : "")}.")
            {
                Why =
                    $"run {run} of {Environment} is half done"
                    + (plan.Release is { } release ? $", with release {release}" : "")
                    + (complete.IsEmpty ? "." : $"; complete: {string.Join(", ", complete)}."),
                Do = Executor.WaysOut(Environment),
                Now =
                    $"until then other runs of {Environment} are refused. "
                    + $"What ran before still runs, unless {inHand?.Id ?? "the last step"} was about to replace it.",
            }
        );
}
