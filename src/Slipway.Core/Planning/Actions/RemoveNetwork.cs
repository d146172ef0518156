using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Commands;
using Slipway.Core.Compose;

namespace Slipway.Core.Planning.Actions;

/// <summary>Removes a network, unless something uses it: another environment may have come to need it.</summary>
[ActionName("removeNetwork")]
public sealed record RemoveNetwork(string Name) : StepAction
{
    /// <summary>The command. It is not stored: whoever reads a stored plan has the platform that made it.</summary>
    [JsonIgnore]
    public Command Command { get; init; } = ComposePlatform.Local.RemoveNetwork(Name);

    /// <inheritdoc />
    public override bool ChangesEdge => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [Command.ToString()];
}
