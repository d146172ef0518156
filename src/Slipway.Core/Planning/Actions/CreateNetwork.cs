using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Commands;
using Slipway.Core.Compose;

namespace Slipway.Core.Planning.Actions;

/// <summary>Makes a network, unless it is there.</summary>
[ActionName("createNetwork")]
public sealed record CreateNetwork(string Name) : StepAction
{
    /// <summary>The command. It is not stored: whoever reads a stored plan has the platform that made it.</summary>
    [JsonIgnore]
    public Command Command { get; init; } = ComposePlatform.Local.CreateNetwork(Name);

    /// <inheritdoc />
    public override bool ChangesEdge => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [Command.ToString()];
}
