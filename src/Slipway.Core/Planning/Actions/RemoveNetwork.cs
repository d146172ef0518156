using System.Collections.Immutable;
using Slipway.Core.Compose;

namespace Slipway.Core.Planning.Actions;

/// <summary>Removes a network, unless something uses it: another environment may have come to need it.</summary>
[ActionName("removeNetwork")]
public sealed record RemoveNetwork(string Name) : StepAction
{
    /// <inheritdoc />
    public override bool ChangesEdge => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [DockerCommands.RemoveNetwork(Name).ToString()];
}
