using Slipway.Core.Planning;

namespace Slipway.Engine.Runs;

/// <summary>
/// Has the effect of one kind of action. A class that derives from it is found by its type; it keeps nothing between two steps, since
/// there is one of it for all runs.
/// </summary>
/// <typeparam name="TAction">The action's record.</typeparam>
public abstract class ActionHandler<TAction> : IActionHandler
    where TAction : StepAction
{
    /// <inheritdoc />
    public Type Action => typeof(TAction);

    /// <inheritdoc />
    public Task<StepEvidence> RunAsync(StepAction action, StepContext step) => RunAsync((TAction)action, step);

    /// <summary>Runs an action to its end.</summary>
    /// <returns>Evidence that it worked.</returns>
    protected abstract Task<StepEvidence> RunAsync(TAction action, StepContext step);
}
