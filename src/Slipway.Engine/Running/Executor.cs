using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ledgers;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Running;

/// <summary>Runs a plan's steps in order, writes each down before and after, and takes back what was done when one fails.</summary>
public sealed class Executor(Host host, Ledger ledger, IStepRunner runner)
{
    /// <summary>Is told what is done now, before each step and each undo: <c>DeployDev: start-services</c>.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>Runs the plan.</summary>
    /// <param name="plan">The plan; not empty.</param>
    /// <param name="run">The run's number in the ledger.</param>
    /// <param name="serves">What serves while and after a failure, for the message.</param>
    /// <param name="cancellation">Ends the step in hand at once; used for a second Ctrl-C only.</param>
    /// <exception cref="SlipwayException">A step failed, or a stop was asked for; what was done has been taken back.</exception>
    public async Task RunAsync(Plan plan, int run, string serves, CancellationToken cancellation)
    {
        var done = new Stack<Step>();
        Write(LedgerEvent.RunStarted, null, plan.Fingerprint, host.Operator);
        host.Report.Begin(plan);
        try
        {
            foreach (var step in plan.Steps)
            {
                if (host.Stop.Signal is { } signal) throw await StopAsync(signal, step);

                Write(LedgerEvent.StepStarted, step.Id);
                Note($"{plan.Intent.Target}: {step.Id}");
                host.Report.StepStarted(step);
                var began = host.Clock.GetTimestamp();
                try
                {
                    // The step in hand counts as done from here on: what it did before it failed is undone too.
                    done.Push(step);
                    var evidence = await runner.RunAsync(step.Action, line => host.Report.StepLine(step, line), cancellation);
                    Write(LedgerEvent.StepDone, step.Id, evidence);
                    host.Report.StepDone(step, evidence, host.Clock.GetElapsedTime(began));
                }
                catch (Exception caught) when (caught is not OperationCanceledException)
                {
                    // Also what nobody expected is taken back: a half-done release helps nobody.
                    var error = caught as StepFailedException ?? new StepFailedException($"{caught.GetType().Name}: {caught.Message}", cause: caught);
                    Write(LedgerEvent.StepFailed, step.Id, error.Message);
                    host.Report.StepFailed(step, error.Message, host.Clock.GetElapsedTime(began));
                    var left = await UnwindAsync(done);
                    Write(LedgerEvent.RunFailed, step.Id, error.Message);
                    throw Failed(plan, step, error, left, serves);
                }
            }

            Write(LedgerEvent.RunDone, null);
        }
        finally
        {
            host.Report.End();
        }

        async Task<SlipwayException> StopAsync(string signal, Step next)
        {
            var left = await UnwindAsync(done);
            Write(LedgerEvent.RunFailed, next.Id, $"stopped by {signal}");
            return new SlipwayException(ExitCode.Failed, new Failure($"{plan.Intent.Target} was stopped by {signal} before step {next.Id}.")
            {
                Do = left.IsEmpty ? $"run {plan.Intent.Target} again when you are ready." : string.Join('\n', left),
                Now = serves,
            });
        }

        void Write(LedgerEvent what, string? step, string? text = null, string? by = null) => ledger.Append(new LedgerEntry
        {
            AtUtc = host.Clock.GetUtcNow(),
            Run = run,
            Event = what,
            Intent = plan.Intent.Kind.ToString(),
            Release = plan.Release,
            Step = step,
            Text = string.IsNullOrEmpty(text) ? null : text,
            By = by,
        });

        async Task<ImmutableArray<string>> UnwindAsync(Stack<Step> steps)
        {
            var left = ImmutableArray.CreateBuilder<string>();
            while (steps.TryPop(out var step))
            {
                if (step.Undo is not { } undo) continue;
                Note($"{plan.Intent.Target}: undoing {step.Id}");
                host.Report.UndoStarted(step);
                var began = host.Clock.GetTimestamp();
                try
                {
                    // An undo is not cut short: half an undo is worse than a late one.
                    await runner.RunAsync(undo, line => host.Report.StepLine(step, line), CancellationToken.None);
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

            return left.ToImmutable();
        }
    }

    private static SlipwayException Failed(Plan plan, Step step, StepFailedException error, ImmutableArray<string> left, string serves) =>
        new(error.ExitCode, new Failure($"{plan.Intent.Target} stopped at {step.Id}{(plan.Release is { } release ? $" of release {release}" : "")}.")
        {
            Why = error.Message,
            Do = string.Join('\n', left.Add(error.Remedy.Length > 0 ? error.Remedy : $"mend the cause, then run {plan.Intent.Target} again.")),
            Now = left.IsEmpty ? serves : "not everything could be taken back, see above.",
            Evidence = error.Evidence,
            EvidenceOf = error.EvidenceOf,
        }, error);
}
