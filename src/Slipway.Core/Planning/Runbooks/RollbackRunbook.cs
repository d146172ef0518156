using Slipway.Core.Planning.Parts;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Runbooks;

/// <summary>
/// Back to an earlier release, with its images, its env file and its edge files. The data stay as they are: a rollback never restores them.
/// </summary>
internal static class RollbackRunbook
{
    public static Runbook Of(PlanContext context)
    {
        var target = ReleaseSteps.RollbackTarget(context);
        if (target.Id == context.Current!.Id)
            return new Runbook { Release = target.Id, Costs = context.Costs.OfStart(target, []), Started = target };

        RefuseWhatCannotComeBack(context, target);
        var backup = BackupSteps.Of(context, target.Id, $"before going back to {target.Id}");
        var rollout = Rollout.Of(context, target);
        var runbook = new Runbook
        {
            Validate = [GuardSteps.CheckPlan],
            Backup = backup.Early,
            Migrate = [.. GroundSteps.Of(context)],
            Up =
            [
                .. EnvFileSteps.Restore(context, target),
                .. EdgeSteps.Start(context),
                .. RolloutSteps.Start(rollout, started: []),
                .. SwitchSteps.Of(rollout),
                .. EdgeSteps.Load(context, EdgeSteps.FilesOf(target)),
            ],
            HealthCheck =
            [
                HealthSteps.Check(context, target),
                .. HealthSteps.Soak(context),
                .. IsolationSteps.Verify(context),
                .. RetireSteps.Of(rollout),
                .. IsolationSteps.CheckTraffic(context),
            ],
            Release = target.Id,
            Costs = rollout.Costs,
            Started = target,
        };
        return runbook with
        {
            Notes = [.. EnvFileSteps.Notes(context, target), .. EdgeSteps.Notes(runbook), BackupSteps.RollbackNote(context, target)],
        };
    }

    private static void RefuseWhatCannotComeBack(PlanContext context, ReleaseManifest target)
    {
        context.RefuseLostData(target.Volumes, target.Folders);
        context.RefuseMissingImages(target);
        context.RefuseChangedFiles(target, withEnvFile: true);
        context.RefuseOtherPorts(target);
        context.RefuseUnknownPassword(target);
    }
}
