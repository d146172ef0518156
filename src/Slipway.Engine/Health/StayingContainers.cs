using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Health;

/// <summary>The containers that a release will have.</summary>
internal static class StayingContainers
{
    /// <summary>
    /// The containers of a project without those that the plan retires: these may be the reason why the release was made, and whether they
    /// are healthy says nothing of it.
    /// </summary>
    public static async Task<ImmutableArray<ObservedContainer>> ReadAsync(string project, StepContext step)
    {
        ImmutableArray<RetiredService> leaving =
        [
            .. step.Plan.Steps.Select(planned => planned.Action).OfType<Retire>().SelectMany(retire => retire.Services),
        ];
        return
        [
            .. (await step.Docker.ContainersAsync(project, step.Cancellation)).Where(container =>
                !leaving.Any(service => service.Takes(container))
            ),
        ];
    }
}
