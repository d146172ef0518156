using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Parts;

/// <summary>How the database comes to run, and gets the schema of the release.</summary>
internal static class MigrationSteps
{
    /// <summary>Starts the database before everything else, where it changes or does not run: the migrations need it.</summary>
    public static ImmutableArray<Step> StartDatabase(Rollout rollout, NextRelease release)
    {
        var context = rollout.Context;
        if (
            context.Desired.Environment.Database is not { Service: var service }
            || (
                release.Services.First(planned => planned.Name == service).Change == ServiceChange.Keep
                && context.Observed.Runs(service)
            )
        )
            return [];

        return
        [
            new Step(
                "start-database",
                Phase.Migrate,
                $"Start {service}",
                "migrations need it",
                new StartServices(context.Project, context.Platform.Start(context.Project, rollout.File, context.HealthTimeout, service))
                {
                    Held = HeldRequests.During(rollout, [service], isUndo: false),
                }
            )
            {
                Undo = context switch
                {
                    { Serves: true } => RolloutSteps.BackInPlace(rollout, [service]),
                    { RunsUnknown: true } => null,
                    _ => ReleaseSteps.Remove(context, release.Id),
                },
                UndoTitle = context switch
                {
                    { Serves: true } => $"start it as release {context.Current!.Id} has it",
                    { RunsUnknown: true } => ReleaseSteps.UnknownTitle,
                    _ => ReleaseSteps.RemoveTitle,
                },
                DowntimeSeconds = context.Costs.DowntimeSeconds([service]),
            },
        ];
    }

    public static IEnumerable<Step> Run(Rollout rollout, NextRelease release)
    {
        var context = rollout.Context;
        if (
            context.Desired.Environment.Migrations is not { } migrations
            || !release.Services.Any(service =>
                (service.Name == migrations.Service || service.Name == context.Desired.Environment.Database?.Service)
                && service.Change != ServiceChange.Keep
            )
        )
            yield break;

        var container = context.Platform.ContainerOfRun(context.Project, migrations.Service, "migrations");
        yield return new Step(
            History.MigrationsStep,
            Phase.Migrate,
            $"Run the migrations with the new image of {migrations.Service}",
            "a new image may bring migrations, a new database lacks them",
            new RunMigrations(
                container,
                context.Platform.RunOnce(context.Project, rollout.File, migrations.Service, container, migrations.Command)
            )
            {
                Held = migrations.IsExclusive ? HeldRequests.All(rollout) : [],
            }
        )
        {
            Undo = new RemoveContainers([container]) { Commands = context.Platform.RemoveContainer(container) },
            UndoTitle =
                "stop the migrations if they still run; what they applied stays, "
                + "the old release goes on with the new schema, and the backup is kept",
        };
    }
}
