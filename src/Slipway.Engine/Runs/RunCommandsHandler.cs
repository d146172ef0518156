using Slipway.Core.Planning.Actions;

namespace Slipway.Engine.Runs;

/// <summary>Runs commands one after the other; the first that fails ends the step.</summary>
public sealed class RunCommandsHandler : ActionHandler<RunCommands>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(RunCommands action, StepContext step)
    {
        foreach (var command in action.Commands) await step.RunAsync(command);
        return "";
    }
}
