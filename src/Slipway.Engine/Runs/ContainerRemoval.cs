using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Observed;

namespace Slipway.Engine.Runs;

/// <summary>Stops containers with their grace period and removes them.</summary>
internal sealed class ContainerRemoval(StepContext step)
{
    /// <summary>Removes containers by their names; those that are not there are passed over.</summary>
    /// <returns>The names of those that were there.</returns>
    public async Task<string> RemoveAsync(ImmutableArray<string> names)
    {
        ImmutableArray<ObservedContainer> there = await step.Docker.InspectAsync(names, step.Cancellation);
        await Task.WhenAll(
            there
                .Where(container => container.State == "running")
                .Select(container => step.Host.Commands.RunAsync(DockerCommands.Stop(container.Name), cancellation: step.Cancellation))
        );
        // One that Compose was to remove by itself may be gone by now, which is no failure.
        await Task.WhenAll(there.Select(container => step.RunAsync(DockerCommands.RemoveRun(container.Name))));
        return string.Join(", ", there.Select(container => container.Name));
    }
}
