using System.Collections.Immutable;

namespace Slipway.Core.Planning.Actions;

/// <summary>Looks at the host again and refuses when it is not as it was when the plan was made.</summary>
[ActionName("checkUnchanged")]
public sealed record CheckUnchanged : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects => ["compares definition, env file and host with what the plan was made from"];
}
