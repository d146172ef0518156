using System.Collections.Immutable;

namespace Slipway.Core.Planning.Actions;

/// <summary>Writes the env file that was filled from its template while the plan was made.</summary>
[ActionName("writeEnvFile")]
public sealed record WriteEnvFile(string Path) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [$"writes {Path} (mode 0600)"];
}
