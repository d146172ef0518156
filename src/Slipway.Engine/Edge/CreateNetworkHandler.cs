using Slipway.Core.Compose;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Edge;

/// <summary>Creates a network, unless it exists.</summary>
public sealed class CreateNetworkHandler : ActionHandler<CreateNetwork>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(CreateNetwork action, StepContext step)
    {
        // An interrupted run may have created it.
        if ((await step.Docker.NetworksAsync(step.Cancellation)).Contains(action.Name)) return "exists already";
        await step.RunAsync(DockerCommands.CreateNetwork(action.Name));
        return "";
    }
}
