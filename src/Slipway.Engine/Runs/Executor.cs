using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Runs;

/// <summary>
/// Runs a plan's steps in order, writes each down before and after, and takes back what was done when one fails. A run that was
/// cut off is carried on or taken back from what the ledger says of it: a step of which nobody knows how far it came is run
/// again, or undone, as a whole.
/// </summary>
/// <param name="host">The world.</param>
/// <param name="ledger">The environment's ledger.</param>
/// <param name="runner">Has the steps' effects.</param>
public sealed class Executor(Host host, Ledger ledger, IStepRunner runner)
{
    private readonly Host host = host;
    private readonly Ledger ledger = ledger;
    private readonly IStepRunner runner = runner;

    /// <summary>Is told what is done now, before each step and each undo: <c>DeployDev: start-services</c>.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>The visits that are under way while the run works; null where nobody visits. Its owner ends it.</summary>
    public ITrafficWatch? Watch { get; init; }

    /// <summary>Runs the plan.</summary>
    /// <param name="plan">The plan; not empty.</param>
    /// <param name="run">The run's number in the ledger.</param>
    /// <param name="serves">What serves while and after a failure, for the message.</param>
    /// <param name="cancellation">Ends the step in hand at once; used for a second Ctrl-C only.</param>
    /// <returns>What visitors noticed, by environment; empty where nobody visited.</returns>
    /// <exception cref="SlipwayException">A step failed, or a stop was asked for; what was done has been taken back.</exception>
    public Task<ImmutableArray<TrafficFigures>> RunAsync(Plan plan, int run, string serves, CancellationToken cancellation) =>
        new Course(this, plan, run, serves, cancellation).GoAsync(LedgerEvent.RunStarted, RunProgress.None);

    /// <summary>Carries a run on: the steps that are not known to be done, from the first.</summary>
    /// <inheritdoc cref="RunAsync" />
    public Task<ImmutableArray<TrafficFigures>> ResumeAsync(
        Plan plan,
        int run,
        RunProgress progress,
        string serves,
        CancellationToken cancellation
    ) => new Course(this, plan, run, serves, cancellation).GoAsync(LedgerEvent.RunResumed, progress);

    /// <summary>Takes a run back: every step that may have had an effect, from the last.</summary>
    /// <returns>What visitors noticed, by environment; empty where nobody visited.</returns>
    /// <exception cref="SlipwayException">Something could not be taken back; the rest was.</exception>
    public Task<ImmutableArray<TrafficFigures>> AbortAsync(Plan plan, int run, RunProgress progress, CancellationToken cancellation) =>
        new Course(this, plan, run, "", cancellation).AbortAsync(progress);

    /// <summary>The steps that carrying on would run.</summary>
    public static ImmutableArray<Step> ToRun(Plan plan, RunProgress progress) =>
        [.. plan.Steps.Where(step => progress.Of(step.Id) != StepState.Done)];

    /// <summary>The steps that taking back would undo, in that order.</summary>
    public static ImmutableArray<Step> ToUndo(Plan plan, RunProgress progress) =>
        [.. plan.Steps.Where(step => step.Undo is not null && progress.Of(step.Id) != StepState.Pending).Reverse()];

    /// <summary>One process's part in a run.</summary>
    private sealed class Course(Executor executor, Plan plan, int run, string serves, CancellationToken cancellation)
    {
        private readonly Host host = executor.host;
        private Step? inHand;
        private ImmutableArray<TrafficFigures> traffic = [];

        private string Environment => plan.Intent.Environment;

        public async Task<ImmutableArray<TrafficFigures>> GoAsync(LedgerEvent begin, RunProgress progress)
        {
            var done = new Stack<Step>(plan.Steps.Where(step => progress.Of(step.Id) == StepState.Done));
            Write(begin, null, plan.Fingerprint, host.Operator);
            host.Report.Begin(plan with { Steps = ToRun(plan, progress) });
            try
            {
                foreach (var step in ToRun(plan, progress))
                {
                    if (host.Stop.Signal is { } signal) throw await StopAsync(signal, step, done);
                    await DoAsync(step, done);
                }

                End(LedgerEvent.RunDone, null);
                return traffic;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                throw EndedAtOnce(done);
            }
            finally
            {
                host.Report.End();
            }
        }

        public async Task<ImmutableArray<TrafficFigures>> AbortAsync(RunProgress progress)
        {
            Write(LedgerEvent.RunAborting, null, plan.Fingerprint, host.Operator);
            var steps = ToUndo(plan, progress);
            host.Report.Begin(plan with { Steps = steps });
            try
            {
                var left = await UnwindAsync(new Stack<Step>(steps.Reverse()));
                End(LedgerEvent.RunAborted, null, left.IsEmpty ? null : "not everything could be taken back");
                if (!left.IsEmpty)
                {
                    throw new SlipwayException(ExitCode.Failed, new Failure($"Abort of run {run} could not take everything back.")
                    {
                        Do = string.Join('\n', left.Add(AgainByAbort)),
                        Now = NotAll,
                        Measured = TrafficText.Line(traffic),
                    });
                }

                return traffic;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                throw EndedAtOnce([]);
            }
            finally
            {
                host.Report.End();
            }
        }

        private async Task DoAsync(Step step, Stack<Step> done)
        {
            Write(LedgerEvent.StepStarted, step.Id);
            Take(step, step.Id);
            host.Report.StepStarted(step);
            var began = host.Clock.GetTimestamp();
            try
            {
                // The step in hand counts as done from here on: what it did before it failed is undone too.
                done.Push(step);
                var evidence = await executor.runner.RunAsync(step.Action, line => host.Report.StepLine(step, line), cancellation);
                Write(LedgerEvent.StepDone, step.Id, evidence.Text, away: evidence.Away);
                host.Report.StepDone(step, evidence.Text, host.Clock.GetElapsedTime(began));
                inHand = null;
            }
            catch (Exception caught) when (caught is not OperationCanceledException)
            {
                // Also what nobody expected is taken back: a half-done release helps nobody.
                var error =
                    caught as StepFailedException ?? new StepFailedException($"{caught.GetType().Name}: {caught.Message}", cause: caught);
                Write(LedgerEvent.StepFailed, step.Id, error.Message);
                host.Report.StepFailed(step, error.Message, host.Clock.GetElapsedTime(began));
                var left = await UnwindAsync(done);
                End(LedgerEvent.RunFailed, step.Id, error.Message);
                throw Failed(step, error, left);
            }
        }

        private async Task<SlipwayException> StopAsync(string signal, Step next, Stack<Step> done)
        {
            var left = await UnwindAsync(done);
            End(LedgerEvent.RunFailed, next.Id, $"stopped by {signal}");
            return new SlipwayException(ExitCode.Failed, new Failure($"{plan.Intent.Target} was stopped by {signal} before step {next.Id}.")
            {
                Do = left.IsEmpty ? $"run {plan.Intent.Target} again when you are ready." : string.Join('\n', left.Add(AgainByAbort)),
                Now = left.IsEmpty ? serves : NotAll,
                Measured = TrafficText.Line(traffic),
            });
        }

        private async Task<ImmutableArray<string>> UnwindAsync(Stack<Step> steps)
        {
            var left = ImmutableArray.CreateBuilder<string>();
            while (steps.TryPop(out var step))
            {
                if (step.Undo is not { } undo) continue;
                Take(step, $"undoing {step.Id}");
                Write(LedgerEvent.UndoStarted, step.Id);
                host.Report.UndoStarted(step);
                var began = host.Clock.GetTimestamp();
                try
                {
                    await executor.runner.RunAsync(undo, line => host.Report.StepLine(step, line), cancellation);
                    Write(LedgerEvent.StepUndone, step.Id);
                    host.Report.UndoEnded(step, null, host.Clock.GetElapsedTime(began));
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    Write(LedgerEvent.UndoFailed, step.Id, error.Message);
                    host.Report.UndoEnded(step, error.Message, host.Clock.GetElapsedTime(began));
                    left.Add($"undoing {step.Id} failed ({error.Message}); by hand:");
                    left.AddRange(undo.Effects.Select(effect => "  " + effect));
                }
            }

            inHand = null;
            return left.ToImmutable();
        }

        private void Take(Step step, string what)
        {
            inHand = step;
            if (step.TouchesServices) executor.Watch?.Touch();
            executor.Note($"{plan.Intent.Target}: {what}");
        }

        /// <summary>The last entry, with what visitors noticed up to now.</summary>
        private void End(LedgerEvent what, string? step, string? text = null)
        {
            traffic = executor.Watch?.Read() ?? [];
            Write(what, step, text);
        }

        private void Write(
            LedgerEvent what,
            string? step,
            string? text = null,
            string? by = null,
            ImmutableSortedDictionary<string, double>? away = null
        ) =>
            executor.ledger.Append(
                new LedgerEntry
                {
                    AtUtc = host.Clock.GetUtcNow(),
                    Run = run,
                    Event = what,
                    Intent = plan.Intent.Kind.ToString(),
                    Release = plan.Release,
                    Step = step,
                    Text = string.IsNullOrEmpty(text) ? null : text,
                    DowntimeSeconds = away,
                    Traffic = traffic.IsEmpty ? null : traffic,
                    By = by,
                    Owner = by is null ? null : host.Owner,
                }
            );

        private SlipwayException Failed(Step step, StepFailedException error, ImmutableArray<string> left) =>
            new(
                error.ExitCode,
                new Failure($"{plan.Intent.Target} stopped at {step.Id}{(plan.Release is { } release ? $" of release {release}" : "")}.")
                {
                    Why = error.Message,
                    Do = string.Join(
                        '\n',
                        (left.IsEmpty ? left : left.Add(AgainByAbort)).Add(
                            error.Remedy.Length > 0 ? error.Remedy : $"mend the cause, then run {plan.Intent.Target} again."
                        )
                    ),
                    Now = left.IsEmpty ? serves : NotAll,
                    Evidence = error.Evidence,
                    EvidenceOf = error.EvidenceOf,
                    Measured = TrafficText.Line(traffic),
                },
                error
            );

        private SlipwayException EndedAtOnce(Stack<Step> done)
        {
            var complete = done.Where(step => step != inHand).Reverse().Select(step => step.Id).ToImmutableArray();
            return new SlipwayException(
                ExitCode.Failed,
                new Failure(
                    $"{plan.Intent.Target} was ended at once by {host.Stop.Signal ?? "its caller"}{(inHand is { } step ? $" in the middle of {step.Id}" : "")}."
                )
                {
                    Why =
                        $"it leaves run {run} of {Environment} half done"
                        + (plan.Release is { } release ? $", with release {release}" : "")
                        + (complete.IsEmpty ? "." : $"; complete are {string.Join(", ", complete)}."),
                    Do = WaysOut(Environment),
                    Now =
                        $"until then {Environment} takes no other run. What ran before, runs on, unless {inHand?.Id ?? "the last step"} was about to replace it.",
                }
            );
        }

        private string AgainByAbort =>
            $"or, once the cause is mended, ./build.sh --target=Abort --environment={Environment} tries it again.";

        private const string NotAll = "not everything could be taken back, see above.";
    }

    /// <summary>What an operator can type for a run that was cut off.</summary>
    public static string WaysOut(string environment) =>
        $"./build.sh --target=Resume --environment={environment} carries it on; ./build.sh --target=Abort --environment={environment} takes it back.";
}
