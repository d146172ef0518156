using System.Collections.Immutable;
using Slipway.Core.Observed;

namespace Slipway.Core.Planning.Actions;

/// <summary>
/// Waits until the edge has no request in flight at containers that give way, or the time is up; then stops them with their
/// grace period and removes them.
/// </summary>
[ActionName("retire")]
public sealed record Retire(string Project, ImmutableArray<RetiredService> Services, TimeSpan Drain) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
    [
        $"waits for at most {Drain.TotalSeconds:0} s until the edge has no request in flight at them",
        .. Services.Select(service => service.Kept switch
        {
            null => $"stops and removes the containers of {service.Name}",
            "" => $"stops and removes the containers of {service.Name} that a release of the present format made",
            var release => $"stops and removes the containers of {service.Name} but those of release {release}",
        }),
    ];
}

/// <summary>A service of which containers give way.</summary>
/// <param name="Name">The service.</param>
/// <param name="Kept">The release whose containers stay; empty for those that have no label of one; null where none stay.</param>
public sealed record RetiredService(string Name, string? Kept)
{
    /// <summary>Whether a container is one of those that give way.</summary>
    public bool Takes(ObservedContainer container) =>
        !container.IsOneOff && container.Service == Name && (Kept is null || Kept != container.Release);
}
