using System.Collections.Immutable;
using Slipway.Core.Planning.Parts;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Runbooks;

/// <summary>The current release is the wanted one: starts what does not run, and gives the edge what it lacks.</summary>
internal static class RepairRunbook
{
    public static Runbook Of(PlanContext context, ReleaseManifest current)
    {
        var stopped = ReleaseSteps.Stopped(context, current);
        ImmutableArray<Step> ground = [.. GroundSteps.Of(context)];
        ImmutableArray<Step> up =
        [
            .. EdgeSteps.Start(context),
            .. ReleaseSteps.StartAgain(context, current, stopped),
            .. SwitchSteps.Of(context, current),
            .. EdgeSteps.Load(context, context.Desired.EdgeFiles),
        ];
        var isWhole = ground.IsEmpty && up.IsEmpty;
        var runbook = new Runbook
        {
            Validate = isWhole ? [] : [GuardSteps.CheckPlan],
            Migrate = ground,
            Up = up,
            HealthCheck = isWhole
                ? []
                : [HealthSteps.Check(context), .. IsolationSteps.Verify(context), .. IsolationSteps.CheckTraffic(context)],
            Release = current.Id,
            Costs = context.Costs.OfStart(current, stopped),
            Started = current,
        };
        return runbook with { Notes = [.. EdgeSteps.Notes(runbook)] };
    }
}
