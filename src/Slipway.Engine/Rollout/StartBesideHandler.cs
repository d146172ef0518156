using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Text;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>Starts containers of a release next to those that serve, and waits until they are healthy.</summary>
public sealed class StartBesideHandler : ActionHandler<StartBeside>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(StartBeside action, StepContext step)
    {
        await step.RunAsync(action.Command);
        var containers = await step.Docker.ContainersAsync(action.Project, step.Cancellation);
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var service in action.Services)
        {
            ImmutableArray<string> fresh =
            [
                .. containers
                    .Where(container => container.Service == service.Name && container.Release == service.Release && !container.IsOneOff)
                    .Select(container => container.Name),
            ];
            if (fresh.Length < service.Replicas)
            {
                var there = Count.Of(fresh.Length, "container");
                throw new StepFailedException(
                    $"service {service.Name} has {there} of release {service.Release}, expected {service.Replicas}."
                );
            }

            names.AddRange(fresh);
        }

        await new HealthWait(step).UntilHealthyAsync(names.ToImmutable(), action.Timeout);
        return $"healthy: {string.Join(", ", names)}";
    }
}
