using Slipway.Core.Edge;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Edge;

/// <summary>Stops the edge, unless containers of others are on its network.</summary>
public sealed class StopEdgeHandler : ActionHandler<StopEdge>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(StopEdge action, StepContext step)
    {
        var users = (await step.Docker.ProjectsOnAsync(action.Network, step.Cancellation)).Remove(step.Desired.Stack.Edge.Compose.Project);
        if (!users.IsEmpty) return $"kept, used by {string.Join(", ", users)}";
        await step.RunAsync(action.Down);
        EdgeRecord.Note(step.Host.Files, step.Paths, [KeyValuePair.Create(EdgeFile.ComposePath, "")]);
        return "";
    }
}
