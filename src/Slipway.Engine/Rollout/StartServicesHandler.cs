using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Observed;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>Starts services, and measures how long those that are replaced are down.</summary>
public sealed class StartServicesHandler : ActionHandler<StartServices>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(StartServices action, StepContext step)
    {
        var complete = "";
        var down = await new DowntimeMeter(step.Docker, step.Host.Clock, action.Project).MeasureAsync(
            async () => complete = await new HeldTraffic(step).DuringAsync(action.Held, () => StartAsync(action, step)),
            step.Cancellation
        );
        if (down.IsEmpty) return complete;
        var figures = down.Select(service => string.Create(CultureInfo.InvariantCulture, $"{service.Key} {service.Value:0.0} s"));
        var ended = complete.Length > 0 ? $"; {complete}" : "";
        return new StepEvidence($"down: {string.Join(", ", figures)}{ended}") { DowntimeSeconds = down };
    }

    /// <summary>
    /// Compose's wait takes a service that ends well for a failure, unless another one waits for its end. It is none: the others are waited
    /// for here then.
    /// </summary>
    /// <returns>The services that ended, where there are such.</returns>
    private static async Task<string> StartAsync(StartServices action, StepContext step)
    {
        try
        {
            await step.RunAsync(action.Command);
            return "";
        }
        catch (StepFailedException)
        {
            var containers = await step.Docker.ContainersAsync(action.Project, step.Cancellation);
            ImmutableArray<ObservedContainer> own = [.. containers.Where(container => !container.IsOneOff)];
            if (!own.Any(container => container.IsComplete) || !own.All(container => container.IsRunning || container.IsComplete))
                throw;
            ImmutableArray<string> running = [.. own.Where(container => container.IsRunning).Select(container => container.Name)];
            await new HealthWait(step).UntilHealthyAsync(running, step.Desired.Environment.Health.Timeout);
            var ended = own.Where(container => container.IsComplete).Select(container => container.Service);
            return $"ended with exit code 0: {string.Join(", ", ended)}";
        }
    }
}
