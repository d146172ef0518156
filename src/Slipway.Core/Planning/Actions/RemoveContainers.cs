using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Commands;
using Slipway.Core.Compose;

namespace Slipway.Core.Planning.Actions;

/// <summary>Stops containers with their grace period and removes them; those that are not there are passed over.</summary>
[ActionName("removeContainers")]
public sealed record RemoveContainers(ImmutableArray<string> Names) : StepAction
{
    /// <summary>The commands. They are not stored: whoever reads a stored plan has the platform that made it.</summary>
    [JsonIgnore]
    public ImmutableArray<Command> Commands { get; init; } = [.. Names.SelectMany(name => ComposePlatform.Local.RemoveContainer(name))];

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [.. Commands.Select(command => command.ToString())];
}
