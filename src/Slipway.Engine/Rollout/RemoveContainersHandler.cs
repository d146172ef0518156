using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>Stops and removes containers by their names.</summary>
public sealed class RemoveContainersHandler : ActionHandler<RemoveContainers>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(RemoveContainers action, StepContext step) =>
        await new ContainerRemoval(step).RemoveAsync(action.Names);
}
