using Slipway.Core.Planning.Parts;

namespace Slipway.Core.Planning.Runbooks;

/// <summary>Stops an environment. Volumes and folders stay.</summary>
internal static class DownRunbook
{
    public static Runbook Of(PlanContext context) =>
        context.Observed.Containers.IsEmpty
            ? new Runbook { Release = context.Current?.Id }
            : new Runbook
            {
                Down = [ReleaseSteps.Stop(context)],
                Release = context.Current?.Id,
                Costs = context.Costs.OfStop(),
            };
}
