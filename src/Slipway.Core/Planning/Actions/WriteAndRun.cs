using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Secrets;

namespace Slipway.Core.Planning.Actions;

/// <summary>Writes a file of the state, then runs a command that reads it.</summary>
[ActionName("writeAndRun")]
public sealed record WriteAndRun(string Path, Secret Text, Command Command) : StepAction
{
    /// <summary>
    /// The rules that the edge starts with, where its folder has none yet that Caddy is known to accept; otherwise null.
    /// </summary>
    public EdgeFile? Rules { get; init; }

    /// <inheritdoc />
    public override bool ChangesEdge => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            .. Rules is { } rules ? [$"writes {rules.Path} into the edge's folder"] : ImmutableArray<string>.Empty,
            $"writes {Path} (mode 0600)",
            Command.ToString(),
        ];
}
