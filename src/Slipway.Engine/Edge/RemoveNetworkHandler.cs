using Slipway.Core.Compose;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Edge;

/// <summary>Removes a network, unless containers are on it.</summary>
public sealed class RemoveNetworkHandler : ActionHandler<RemoveNetwork>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(RemoveNetwork action, StepContext step)
    {
        if (!(await step.Docker.NetworksAsync(step.Cancellation)).Contains(action.Name)) return "does not exist";
        if (await step.Docker.ProjectsOnAsync(action.Name, step.Cancellation) is { IsEmpty: false } users)
            return $"kept, used by {string.Join(", ", users)}";
        await step.RunAsync(DockerCommands.RemoveNetwork(action.Name));
        return "";
    }
}
