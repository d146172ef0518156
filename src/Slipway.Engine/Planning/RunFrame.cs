using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Planning;

/// <summary>What surrounds the steps of a run: visits whose figures it is judged by, and the record that it works from.</summary>
public sealed class RunFrame(StackSession session, PlanMaker plans, StepRunners runners)
{
    /// <summary>Has an executor work on a run, and forgets the run's record once it has ended.</summary>
    /// <param name="record">The run's record.</param>
    /// <param name="loaded">What was wanted when the plan was made.</param>
    /// <param name="mine">The lock of the environment.</param>
    /// <param name="work">What the executor does.</param>
    /// <param name="cancellation">Ends what is read before it.</param>
    /// <returns>What visitors noticed, by environment; empty where nobody visited.</returns>
    public async Task<ImmutableArray<TrafficFigures>> WorkAsync(
        RunRecord record,
        LoadedEnvironment loaded,
        IHeldLock mine,
        Func<Executor, Task<ImmutableArray<TrafficFigures>>> work,
        CancellationToken cancellation
    )
    {
        var store = session.Store(loaded.Desired.Environment.Name);
        await using var meter = await MeasureAsync(record.Plan.Intent.Kind, loaded.Desired, cancellation);
        var runner = runners(loaded, record.Plan, meter, again => plans.ChangesAsync(record.Plan, again));
        var executor = new Executor(session.Host, store.Ledger, runner) { Note = mine.Note, Traffic = meter };
        try
        {
            return await work(executor);
        }
        finally
        {
            // The records hold secrets and are of no use once their runs have ended.
            if (store.ReadHistory() is { Interrupted: null, NotRolledBack: null }) store.Runs.Clear();
        }
    }

    /// <summary>What a plan that was run came to.</summary>
    public static RunOutcome Outcome(StackSession session, Plan plan, DesiredState desired) =>
        new(plan, desired.Environment.Url, desired.Environment.Access, desired.EnvFileIsNew && plan.Changes, desired.EnvFile)
        {
            Maintenance = session.Maintenance(desired.Environment).Read(),
        };

    // What ends an environment, or does not touch it, has no figures.
    private async Task<ITrafficMeter?> MeasureAsync(IntentKind kind, DesiredState desired, CancellationToken cancellation)
    {
        if (kind is IntentKind.Backup or IntentKind.Down) return null;
        var reader = new TrafficReader(session.Host, session.Location);
        var targets = await reader.ReadAsync(session.Definition, desired.HttpsPort, cancellation);
        return targets.IsEmpty ? null : session.Host.Traffic.Measure(targets);
    }
}
