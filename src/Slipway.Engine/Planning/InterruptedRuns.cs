using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Planning;

/// <summary>A run that was interrupted, with everything that is known of it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Record">What it works from.</param>
/// <param name="Progress">How far it came.</param>
/// <param name="Store">The environment's releases.</param>
public sealed record UnfinishedRun(InterruptedRun Run, RunRecord Record, RunProgress Progress, ReleaseStore Store)
{
    /// <summary>What was wanted when its plan was made; the secrets of its env files are masked.</summary>
    public LoadedEnvironment Load(Host host) =>
        new(Record.Desired, Record.Env, host.RedactorFor([Record.Env.Values, .. Store.EnvVersions.ReadValues()]));

    /// <summary>What resuming it, or rolling it back, does.</summary>
    public Plan PlanOf(Intent intent) =>
        (intent.Kind == IntentKind.Resume ? Record.Plan : Record.Plan with { Intent = intent }) with
        {
            Steps =
                intent.Kind == IntentKind.Resume
                    ? Executor.ToRun(Record.Plan, Progress)
                    : [.. Executor.ToUndo(Record.Plan, Progress).Select(Undo)],
            Cost = PlanCost.None,
            Notes = [],
        };

    private Step Undo(Step step) =>
        new(
            step.Id,
            step.Phase,
            step.UndoTitle,
            $"{step.Title} was {(Progress.Of(step.Id) == StepState.Done ? "done" : "begun")}",
            step.Undo!
        );
}

/// <summary>Finds runs that were interrupted.</summary>
public sealed class InterruptedRuns(StackSession session)
{
    /// <summary>
    /// The environment that Resume and Abort are meant for where none is named: the one whose run was interrupted. Null where several were.
    /// </summary>
    public EnvironmentName? FindEnvironment()
    {
        var all = session.Definition.Environments.Select(environment => environment.Name).ToImmutableArray();
        var interrupted = all.Where(name => session.Store(name).ReadHistory() is { Interrupted: not null } or { NotRolledBack: not null })
            .ToImmutableArray();
        return interrupted.Length switch
        {
            0 => all[0],
            1 => interrupted[0],
            _ => null,
        };
    }

    /// <summary>The run that an intent would finish, or null.</summary>
    /// <exception cref="SlipwayException">Its record is lost.</exception>
    public UnfinishedRun? Find(Intent intent)
    {
        var store = session.Store(intent.Environment);
        var entries = store.Ledger.Read();
        var history = History.Of(entries);
        // What could not be rolled back may be tried again; what was rolled back cannot be resumed.
        var run = history.Interrupted ?? (intent.Kind == IntentKind.Abort ? history.NotRolledBack : null);
        return run is null ? null : new UnfinishedRun(run, store.Runs.Read(run.Run), RunProgress.Of(entries, run.Run), store);
    }

    /// <summary>The same. Where its record is lost, an Abort gives the run up, so that nobody is locked out for ever.</summary>
    /// <exception cref="SlipwayException">Its record is lost.</exception>
    public UnfinishedRun? FindOrGiveUp(Intent intent)
    {
        try
        {
            return Find(intent);
        }
        catch (SlipwayException error)
            when (intent.Kind == IntentKind.Abort
                && session.Store(intent.Environment) is var store
                && store.ReadHistory().Interrupted is { } run
                && !store.Runs.IsReadable(run.Run)
            )
        {
            GiveUp(store, run, error);
            var up = Invocation.For("Up", intent.Environment.ToString());
            throw new SlipwayException(
                ExitCode.Failed,
                new Failure($"{run.Said(intent.Environment)}, and what it did could not be rolled back.")
                {
                    Why = $"{error.Failure.What} {error.Failure.Why}",
                    Do = $"look at `{Invocation.Of("Status")}`; `{up}` starts what its release has again.",
                    Now = "the run is given up, and other commands are let through.",
                },
                error
            );
        }
    }

    /// <summary>A plan without steps.</summary>
    public Plan Nothing(Intent intent) =>
        new()
        {
            Stack = session.Definition.Name,
            Intent = intent,
            Fingerprint = "",
        };

    private void GiveUp(ReleaseStore store, InterruptedRun run, SlipwayException error)
    {
        var entry = new LedgerEntry
        {
            AtUtc = session.Host.Clock.GetUtcNow(),
            Run = run.Run,
            Event = LedgerEvent.RunAborting,
            Intent = run.Intent,
            Release = run.Release,
            By = session.Host.Operator,
            Owner = session.Host.Owner,
        };
        store.Ledger.Append(entry);
        store.Ledger.Append(
            entry with
            {
                Event = LedgerEvent.RunAborted,
                By = null,
                Owner = null,
                Text = "given up: " + error.Failure.What,
            }
        );
    }
}
