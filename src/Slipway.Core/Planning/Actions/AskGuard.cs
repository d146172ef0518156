using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Actions;

/// <summary>
/// Runs a command of the operator's until it succeeds, and refuses where it does not in time. It has no effect that would need
/// an undo.
/// </summary>
[ActionName("askGuard")]
public sealed record AskGuard(GuardDefinition Guard, Command Command) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            Command.ToString(),
            $"expects exit code 0 within {Guard.Timeout.TotalSeconds:0} s"
                + (Guard.Wait > TimeSpan.Zero ? $", again and again for {Guard.Wait.TotalSeconds:0} s at most" : ""),
        ];
}
