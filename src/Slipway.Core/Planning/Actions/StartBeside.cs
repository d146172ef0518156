using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Text;

namespace Slipway.Core.Planning.Actions;

/// <summary>
/// Starts containers of services next to those that run and waits until they are healthy. Those that are there already are left as
/// they are, so that it can be run again.
/// </summary>
[ActionName("startBeside")]
public sealed record StartBeside(string Project, ImmutableArray<BesideService> Services, Command Command, TimeSpan Timeout) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            Command.ToString(),
            $"waits until {string.Join(", ", Services.Select(service => $"{service.Replicas} of {service.Name}"))} "
                + $"{Count.Noun(Services.Sum(service => service.Replicas), "is", "are")} healthy",
        ];
}

/// <summary>A service of which new containers are started next to the old ones.</summary>
/// <param name="Name">The service.</param>
/// <param name="Release">The release that the new containers' label names.</param>
/// <param name="Replicas">How many there have to be.</param>
public sealed record BesideService(string Name, string Release, int Replicas);
