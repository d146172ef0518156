using System.Collections.Immutable;
using Slipway.Core.Compose;

namespace Slipway.Core.Planning.Actions;

/// <summary>Makes a network, unless it is there.</summary>
[ActionName("createNetwork")]
public sealed record CreateNetwork(string Name) : StepAction
{
    /// <inheritdoc />
    public override bool ChangesEdge => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [DockerCommands.CreateNetwork(Name).ToString()];
}
