using Slipway.Core.Planning;

namespace Slipway.Engine.Runs;

/// <summary>Has the effect of one kind of action.</summary>
public interface IActionHandler
{
    /// <summary>The kind of action.</summary>
    Type Action { get; }

    /// <summary>Runs an action of this kind to its end.</summary>
    /// <exception cref="StepFailedException">It did not work.</exception>
    /// <exception cref="Core.Problems.SlipwayException">What it needed failed, and said so in full.</exception>
    Task<StepEvidence> RunAsync(StepAction action, StepContext step);
}
