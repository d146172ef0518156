using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Runs;

/// <summary>One process's part in a run.</summary>
/// <param name="host">The ports of the machine.</param>
/// <param name="ledger">The environment's ledger.</param>
/// <param name="runner">Has the steps' effects.</param>
/// <param name="plan">The plan.</param>
/// <param name="run">The run's number in the ledger.</param>
/// <param name="serves">What serves after a failure, where every step is rolled back.</param>
/// <param name="cancellation">Ends the step in hand at once.</param>
internal sealed class RunSession(
    Host host,
    Ledger ledger,
    IStepRunner runner,
    Plan plan,
    int run,
    string serves,
    CancellationToken cancellation
)
{
    private readonly RunFailures failures = new(plan, run);
    private Step? inHand;
    private ImmutableArray<TrafficFigures> traffic = [];

    /// <inheritdoc cref="Executor.Note" />
    public required Action<string> Note { get; init; }

    /// <inheritdoc cref="Executor.Traffic" />
    public required ITrafficMeter? Traffic { get; init; }

    /// <inheritdoc cref="Executor.Standing" />
    public required Standing? Standing { get; init; }

    /// <summary>Runs the steps that are not known to be done; undoes all that were where one fails.</summary>
    public async Task<ImmutableArray<TrafficFigures>> RunAsync(LedgerEvent begin, RunProgress progress)
    {
        var done = new Stack<Step>(plan.Steps.Where(step => progress.Of(step.Id) == StepState.Done));
        Write(begin, null, plan.Fingerprint, host.Operator);
        host.Report.Begin(plan with { Steps = Executor.ToRun(plan, progress) });
        try
        {
            foreach (var step in Executor.ToRun(plan, progress))
            {
                if (host.Stop.Signal is { } signal) throw await StopAsync(signal, step, done);
                await DoAsync(step, done);
            }

            await EndAsync(LedgerEvent.RunDone, null);
            return traffic;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw Interrupted(done);
        }
        finally
        {
            host.Report.End();
        }
    }

    /// <summary>Undoes every step that may have had an effect.</summary>
    public async Task<ImmutableArray<TrafficFigures>> AbortAsync(RunProgress progress)
    {
        Write(LedgerEvent.RunAborting, null, plan.Fingerprint, host.Operator);
        var steps = Executor.ToUndo(plan, progress);
        host.Report.Begin(plan with { Steps = steps });
        try
        {
            var left = await UnwindAsync(new Stack<Step>(steps.Reverse()));
            var now = await LookAsync(left);
            await EndAsync(LedgerEvent.RunAborted, null, left.IsEmpty ? null : "not everything could be rolled back");
            if (!left.IsEmpty) throw failures.AbortIncomplete(left, now, traffic);
            host.Report.Say(now);
            return traffic;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw Interrupted([]);
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
            var evidence = await runner.RunAsync(step.Action, line => host.Report.StepLine(step, line), cancellation);
            Write(LedgerEvent.StepDone, step.Id, evidence.Text, downtimeSeconds: evidence.DowntimeSeconds);
            host.Report.StepDone(step, evidence.Text, host.Clock.GetElapsedTime(began));
            inHand = null;
        }
        catch (Exception caught) when (caught is not OperationCanceledException)
        {
            // Also what nobody expected is rolled back: a half-done release helps nobody.
            var error = StepFailedException.Of(caught);
            Write(LedgerEvent.StepFailed, step.Id, error.Message);
            host.Report.StepFailed(step, error.Message, host.Clock.GetElapsedTime(began));
            var left = await UnwindAsync(done);
            var now = await LookAsync(left);
            await EndAsync(LedgerEvent.RunFailed, step.Id, error.Message);
            throw failures.Failed(step, error, left, now, traffic);
        }
    }

    private async Task<SlipwayException> StopAsync(string signal, Step next, Stack<Step> done)
    {
        var left = await UnwindAsync(done);
        var now = await LookAsync(left);
        await EndAsync(LedgerEvent.RunFailed, next.Id, $"stopped by {signal}");
        return failures.Stopped(signal, next, left, now, traffic);
    }

    /// <returns>What is left to do by hand, a line each.</returns>
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
                await runner.RunAsync(undo, line => host.Report.StepLine(step, line), cancellation);
                Write(LedgerEvent.StepUndone, step.Id);
                host.Report.UndoEnded(step, null, host.Clock.GetElapsedTime(began));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // A bug of an undo has its stack trace among the step's lines: the summary is what is to be done.
                if (error is not StepFailedException)
                {
                    foreach (var line in StepFailedException.Of(error).Evidence) host.Report.StepLine(step, line);
                }

                Write(LedgerEvent.UndoFailed, step.Id, error.Message);
                host.Report.UndoEnded(step, error.Message, host.Clock.GetElapsedTime(began));
                left.Add($"undoing {step.Id} failed ({error.Message}); what it consists of:");
                left.AddRange(undo.Effects.Select(effect => "  " + effect));
            }
        }

        inHand = null;
        return left.ToImmutable();
    }

    private void Take(Step step, string what)
    {
        inHand = step;
        if (step.TouchesServices) Traffic?.Touch();
        Note($"{plan.Intent.Target}: {what}");
    }

    private SlipwayException Interrupted(Stack<Step> done) =>
        failures.Interrupted(
            host.Stop.Signal ?? "its caller",
            inHand,
            [.. done.Where(step => step != inHand).Reverse().Select(step => step.Id)]
        );

    private Task<string> LookAsync(ImmutableArray<string> left)
    {
        var assumed = left.IsEmpty ? serves : "";
        return Standing?.LookAsync(assumed, cancellation) ?? Task.FromResult(assumed);
    }

    /// <summary>The last entry, with the traffic up to now: a request that is still held counts by what becomes of it.</summary>
    private async Task EndAsync(LedgerEvent what, string? step, string? text = null)
    {
        if (Traffic is not null) await Traffic.EndAsync();
        traffic = Traffic?.Read() ?? [];
        Write(what, step, text);
    }

    private void Write(
        LedgerEvent what,
        string? step,
        string? text = null,
        string? by = null,
        ImmutableSortedDictionary<string, double>? downtimeSeconds = null
    ) =>
        ledger.Append(
            new LedgerEntry
            {
                AtUtc = host.Clock.GetUtcNow(),
                Run = run,
                Event = what,
                Intent = plan.Intent.Kind.ToString(),
                Release = plan.Release,
                Step = step,
                Text = string.IsNullOrEmpty(text) ? null : text,
                DowntimeSeconds = downtimeSeconds,
                Traffic = traffic.IsEmpty ? null : traffic,
                By = by,
                Owner = by is null ? null : host.Owner,
            }
        );
}
