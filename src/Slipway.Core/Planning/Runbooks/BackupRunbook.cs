using Slipway.Core.Planning.Parts;

namespace Slipway.Core.Planning.Runbooks;

/// <summary>A backup of the environment's database, which has to run.</summary>
internal static class BackupRunbook
{
    public static Runbook Of(PlanContext context)
    {
        context.RefuseNothingToBackUp();
        return new Runbook { Backup = BackupSteps.Of(context, release: null, "asked for").Early };
    }
}
