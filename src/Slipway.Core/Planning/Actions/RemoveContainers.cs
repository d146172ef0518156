using System.Collections.Immutable;
using Slipway.Core.Compose;

namespace Slipway.Core.Planning.Actions;

/// <summary>Stops containers with their grace period and removes them; those that are not there are passed over.</summary>
[ActionName("removeContainers")]
public sealed record RemoveContainers(ImmutableArray<string> Names) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [.. Names.SelectMany(name => new[] { DockerCommands.Stop(name).ToString(), DockerCommands.Remove(name).ToString() })];
}
