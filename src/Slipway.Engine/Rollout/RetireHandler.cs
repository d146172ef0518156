using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Text;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>Drains, stops and removes containers that the edge sends no new requests to; those that are gone are passed over.</summary>
public sealed class RetireHandler : ActionHandler<Retire>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(Retire action, StepContext step)
    {
        var all = await step.Docker.ContainersAsync(action.Project, step.Cancellation);
        ImmutableArray<ObservedContainer> leaving = [.. all.Where(container => action.Services.Any(service => service.Takes(container)))];
        if (leaving.IsEmpty) return "already removed";
        var open = await new Drain(step).WaitAsync(leaving, action.Drain);
        await Task.WhenAll(
            leaving
                .Where(container => container.State is "running" or "restarting")
                .Select(container => step.RunAsync(DockerCommands.Stop(container.Id)))
        );
        await Task.WhenAll(leaving.Select(container => step.RunAsync(DockerCommands.Remove(container.Id))));
        var names = string.Join(", ", leaving.Select(container => container.Name));
        if (open == 0) return names;
        var still = Count.Of(open, "request or socket was", "requests or sockets were");
        return $"{names}; {still} still open after {action.Drain.TotalSeconds:0} s";
    }
}
