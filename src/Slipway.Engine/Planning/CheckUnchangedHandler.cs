using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Planning;

/// <summary>Refuses a plan where something changed since it was made.</summary>
public sealed class CheckUnchangedHandler : ActionHandler<CheckUnchanged>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(CheckUnchanged action, StepContext step)
    {
        var changes = await step.ReadChanges(step.Cancellation);
        if (changes.IsEmpty) return "unchanged";
        throw new StepFailedException($"since the plan was made:\n{PlanChanges.Text(changes)}")
        {
            Remedy = $"run {step.Plan.Intent.Target} again, which makes a new plan.",
            ExitCode = ExitCode.Refused,
        };
    }
}
