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
    private static readonly TimeSpan StandingPatience = TimeSpan.FromSeconds(30);

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
        var (environment, kind) = (loaded.Desired.Environment, record.Plan.Intent.Kind);
        ImmutableArray<TrafficTarget> targets = kind == IntentKind.Backup ? [] : await TargetsAsync(loaded.Desired, cancellation);
        // What ends an environment has no figures.
        await using var meter = kind == IntentKind.Down || targets.IsEmpty ? null : session.Host.Traffic.Measure(targets);
        var runner = runners(loaded, record.Plan, meter, again => plans.ChangesAsync(record.Plan, again));
        var executor = new Executor(session.Host, store.Ledger, runner) 
        {
            Note = mine.Note,
            Traffic = meter,
            Standing = new Standing(
                session.Host,
                environment.Name,
                [.. targets.Where(target => target.Environment == environment.Name)],
                environment.Health.Timeout < StandingPatience ? environment.Health.Timeout : StandingPatience
            ),
        };
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

    private Task<ImmutableArray<TrafficTarget>> TargetsAsync(DesiredState desired, CancellationToken cancellation) =>
        new TrafficReader(session.Host, session.Location).ReadAsync(session.Definition, desired.HttpsPort, cancellation);
}
