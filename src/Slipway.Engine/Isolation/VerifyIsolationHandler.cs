using Slipway.Core.Planning.Actions;
using Slipway.Core.Text;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Isolation;

/// <summary>Proves on the running host that the environments do not reach each other.</summary>
public sealed class VerifyIsolationHandler : ActionHandler<VerifyIsolation>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(VerifyIsolation action, StepContext step)
    {
        var proven = await new IsolationProbe(step.Host, step.Location).ProveAsync(step.Desired.Stack, step.Cancellation);
        var against = proven.Verdict.Against(step.Desired.Environment.Name, strict: false);
        if (against.IsEmpty) return $"{Count.Of(proven.Questions, "question")}, nothing reached that should not be";
        throw new StepFailedException(string.Join('\n', against.Select(finding => $"{finding.Message}.")))
        {
            Remedy = string.Join('\n', against.Select(finding => finding.Fix).Distinct(StringComparer.Ordinal)),
        };
    }
}
