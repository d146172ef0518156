using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Runs;

/// <summary>
/// Runs a plan's steps in order, records each before and after, and rolls back what was done when one fails. An interrupted run is
/// resumed or rolled back from what the ledger says of it: a step of which nobody knows how far it came is run again, or undone, as a
/// whole.
/// </summary>
/// <param name="host">The ports of the machine.</param>
/// <param name="ledger">The environment's ledger.</param>
/// <param name="runner">Has the steps' effects.</param>
public sealed class Executor(Host host, Ledger ledger, IStepRunner runner)
{
    /// <summary>Called with what is done now, before each step and each undo: <c>DeployDev: start-services</c>.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>Measures the traffic while the run works; null where nothing is measured. Its owner ends it.</summary>
    public ITrafficMeter? Traffic { get; init; }

    /// <summary>Asks what visitors get after a run that did not come to its end; null where that is not asked.</summary>
    public Standing? Standing { get; init; }

    /// <summary>Runs the plan.</summary>
    /// <param name="plan">The plan; not empty.</param>
    /// <param name="run">The run's number in the ledger.</param>
    /// <param name="serves">What serves after a failure, where every step is rolled back and the routes answer.</param>
    /// <param name="cancellation">Ends the step in hand at once; used for a second Ctrl-C only.</param>
    /// <returns>The traffic, by environment; empty where nothing was measured.</returns>
    /// <exception cref="SlipwayException">A step failed, or a stop was asked for; what was done has been rolled back.</exception>
    public Task<ImmutableArray<TrafficFigures>> RunAsync(Plan plan, int run, string serves, CancellationToken cancellation) =>
        SessionOf(plan, run, serves, cancellation).RunAsync(LedgerEvent.RunStarted, RunProgress.None);

    /// <summary>Resumes a run: the steps that are not known to be done, from the first.</summary>
    /// <inheritdoc cref="RunAsync" />
    public Task<ImmutableArray<TrafficFigures>> ResumeAsync(
        Plan plan,
        int run,
        RunProgress progress,
        string serves,
        CancellationToken cancellation
    ) => SessionOf(plan, run, serves, cancellation).RunAsync(LedgerEvent.RunResumed, progress);

    /// <summary>Rolls a run back: every step that may have had an effect, from the last.</summary>
    /// <returns>The traffic, by environment; empty where nothing was measured.</returns>
    /// <exception cref="SlipwayException">Something could not be undone; the rest was.</exception>
    public Task<ImmutableArray<TrafficFigures>> AbortAsync(
        Plan plan,
        int run,
        RunProgress progress,
        string serves,
        CancellationToken cancellation
    ) => SessionOf(plan, run, serves, cancellation).AbortAsync(progress);

    /// <summary>The steps that <c>Resume</c> would run.</summary>
    public static ImmutableArray<Step> ToRun(Plan plan, RunProgress progress) =>
        [.. plan.Steps.Where(step => progress.Of(step.Id) != StepState.Done)];

    /// <summary>The steps that <c>Abort</c> would undo, in that order.</summary>
    public static ImmutableArray<Step> ToUndo(Plan plan, RunProgress progress) =>
        [.. plan.Steps.Where(step => step.Undo is not null && progress.Of(step.Id) != StepState.Pending).Reverse()];

    /// <summary>What an operator can type for an interrupted run.</summary>
    public static string WaysOut(EnvironmentName environment) =>
        $"{Invocation.For("Resume", environment.ToString())} resumes it; {Invocation.For("Abort", environment.ToString())} rolls it back.";

    private RunSession SessionOf(Plan plan, int run, string serves, CancellationToken cancellation) =>
        new(host, ledger, runner, plan, run, serves, cancellation) { Note = Note, Traffic = Traffic, Standing = Standing };
}
