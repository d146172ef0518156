using System.Collections.Immutable;
using Slipway.Core.Commands;

namespace Slipway.Core.Planning.Actions;

/// <summary>Runs commands one after the other; the first that fails ends the step.</summary>
[ActionName("runCommands")]
public sealed record RunCommands(ImmutableArray<Command> Commands) : StepAction
{
    /// <summary>One or more commands.</summary>
    public static RunCommands Of(params IEnumerable<Command> commands) => new([.. commands]);

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [.. Commands.Select(command => command.ToString())];
}
