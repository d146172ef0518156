using System.Collections.Immutable;
using Slipway.Core.Planning.Parts;

namespace Slipway.Core.Planning.Runbooks;

/// <summary>Starts the current release, with the edge in front of it.</summary>
internal static class UpRunbook
{
    public static Runbook Of(PlanContext context)
    {
        context.RefuseNothingToStart();
        var current = context.Current!;
        var stopped = ReleaseSteps.Stopped(context, current);
        ImmutableArray<Step> ground = [.. GroundSteps.Of(context)];
        ImmutableArray<Step> up =
        [
            .. EdgeSteps.Start(context),
            .. ReleaseSteps.StartAgain(context, current, stopped),
            .. SwitchSteps.Of(context, current),
        ];
        return new Runbook
        {
            Migrate = ground,
            Up = up,
            HealthCheck = ground.IsEmpty && up.IsEmpty ? [] : [HealthSteps.Check(context, current)],
            Release = current.Id,
            Costs = context.Costs.OfStart(current, stopped),
            Started = current,
        };
    }
}
