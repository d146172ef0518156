using System.Collections.Immutable;
using Slipway.Core.Commands;

namespace Slipway.Core.Planning.Actions;

/// <summary>Stops the edge and removes its containers, unless another environment's containers are on its network.</summary>
[ActionName("stopEdge")]
public sealed record StopEdge(string Network, Command Down) : StepAction
{
    /// <inheritdoc />
    public override bool ChangesEdge => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [Down.ToString()];
}
