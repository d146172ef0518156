using Slipway.Core.Backups;
using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Postgres;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Parts;

/// <summary>How an environment's data is made safe before anything touches it.</summary>
internal static class BackupSteps
{
    /// <summary>The steps: early ones, or, where only the new release can start the database, one after that.</summary>
    public static (ImmutableArray<Step> Early, ImmutableArray<Step> Late) Of(PlanContext context, ReleaseId? release, string reason)
    {
        // A rollback finds the data by what runs now, not by what comes back.
        var (environment, compose) =
            context.Desired.Running ?? new RunningEnvironment(context.Desired.Environment, context.Desired.Compose);
        if (environment.Database is not { } database) return ([], []);
        var runs = context.Observed.Runs(database.Service);
        var service = compose.Find(database.Service);
        if (!runs && !(service?.Volumes ?? []).Any(context.Observed.Volumes.Contains)) return ([], []);

        var container = context.Observed.Of(database.Service).FirstOrDefault(candidate => candidate.IsHealthy)?.Name
            ?? context.Platform.ContainerOf(context.Project, database.Service, service?.ContainerName);
        var backup = Dump(context, database, container, reason);
        if (runs) return ([backup], []);
        if (context.Current is not { } current || release is null) return ([], [backup]);
        context.RefuseChangedFiles(current, withEnvFile: false);
        return ([StartDatabase(context, current, database.Service), backup], []);
    }

    /// <summary>What becomes of the data in a rollback.</summary>
    public static string RollbackNote(PlanContext context, ReleaseManifest target)
    {
        var current = context.Current!.Volumes;
        return target.Volumes.SetEquals(current)
            ? "the database stays as it is: a rollback never restores data"
            : $"! the data are those in {string.Join(", ", target.Volumes)} again; "
                + $"what was written to {string.Join(", ", current.Except(target.Volumes))} stays there";
    }

    private static Step Dump(PlanContext context, DatabaseDefinition database, string container, string reason)
    {
        return new Step(
            History.BackupStep,
            Phase.Backup,
            $"Back up database {database.Name}",
            reason,
            new DumpDatabase(
                BackupId.Next(context.Desired.Now, context.Observed.Backups.Select(there => there.Id)),
                database.Name,
                PostgresCommands.Dump(container, database.User, database.Name, context.Platform),
                context.Paths.Backups(context.Environment),
                context.Desired.Environment.BackupsKept
            )
        )
        {
            UndoTitle = "none: the backup is kept",
        };
    }

    private static Step StartDatabase(PlanContext context, ReleaseManifest current, string service) =>
        new(
            "start-database-for-backup",
            Phase.Backup,
            $"Start {service} of release {current.Id}",
            "the database does not run and holds data",
            ReleaseSteps.Restart(context, current.Id, service)
        )
        {
            Undo = context.Serves ? null : ReleaseSteps.Remove(context, current.Id),
            UndoTitle = context.Serves ? "none: it belongs to the live release" : ReleaseSteps.RemoveTitle,
        };
}
