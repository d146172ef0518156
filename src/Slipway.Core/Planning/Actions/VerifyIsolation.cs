using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Actions;

/// <summary>
/// Probes from a throwaway container in the networks of each environment what it reaches of the others. Something that it should not
/// reach fails the step.
/// </summary>
[ActionName("verifyIsolation")]
public sealed record VerifyIsolation(ImmutableArray<EnvironmentName> Environments) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            .. Environments.Select(environment =>
                $"starts a container in the networks of {environment}, asks for names and ports of "
                + $"{string.Join(", ", Environments.Where(other => other != environment))}, expects no answer, removes it"
            ),
        ];
}
