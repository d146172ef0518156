using Slipway.Core.Planning;

namespace Slipway.Engine.Runs;

/// <summary>Has the effect of an action.</summary>
public interface IStepRunner
{
    /// <summary>Runs an action to its end.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="onLine">Called with each line that the action prints, cleaned of secrets.</param>
    /// <param name="cancellation">Ends the action at once.</param>
    /// <returns>Evidence that it worked.</returns>
    /// <exception cref="StepFailedException">It did not work.</exception>
    Task<StepEvidence> RunAsync(StepAction action, Action<string> onLine, CancellationToken cancellation);
}
