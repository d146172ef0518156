using Slipway.Core.Planning.Parts;

namespace Slipway.Core.Planning.Runbooks;

/// <summary>
/// A deployment or a promotion: makes a new release and replaces what changed. Where the current release is what is wanted already, it is
/// repaired and no release is made.
/// </summary>
internal static class ReleaseRunbook
{
    public static Runbook Of(PlanContext context)
    {
        context.RefuseNothingToPromote();
        context.RefuseLostPasswords();
        var release = NextRelease.Of(context);
        if (release.IsCurrent(context))
            return RepairRunbook.Of(context, context.Current!);

        var backup = BackupSteps.Of(context, release.Id, $"before release {release.Id}");
        var rollout = Rollout.Of(context, release);
        var database = MigrationSteps.StartDatabase(rollout, release);
        var runbook = new Runbook
        {
            Validate = [GuardSteps.CheckPlan, .. GuardSteps.CheckWindow(context), .. EnvFileSteps.Create(context)],
            Backup = backup.Early,
            BuildImages = [.. ImageSteps.Of(context, release), ReleaseSteps.Record(context, release)],
            Migrate =
            [
                .. GuardSteps.CheckGuards(context),
                .. GroundSteps.Of(context),
                .. database,
                .. backup.Late,
                .. MigrationSteps.Run(rollout, release),
            ],
            Up =
            [
                .. EdgeSteps.Start(context),
                .. RolloutSteps.Start(rollout, started: database),
                .. SwitchSteps.Of(rollout),
                .. EdgeSteps.Load(context, context.Desired.EdgeFiles),
            ],
            HealthCheck =
            [
                HealthSteps.Check(context),
                .. HealthSteps.Soak(context),
                .. IsolationSteps.Verify(context),
                .. RetireSteps.Of(rollout),
                .. IsolationSteps.CheckTraffic(context),
            ],
            Release = release.Id,
            Costs = release.Costs,
            Services = release.Services,
        };
        return runbook with
        {
            Notes =
            [
                .. ReleaseSteps.PromotionNotes(context),
                .. ReleaseSteps.MountNotes(context),
               
                .. GuardSteps.Notes(context),
                .. EdgeSteps.Notes(runbook),
            ],
        };
    }
}
