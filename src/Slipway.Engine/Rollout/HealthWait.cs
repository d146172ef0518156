using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>Waits for containers to be healthy. Gives up at once when one has ended, and says what it logged.</summary>
internal sealed class HealthWait(StepContext step)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits until all of them are.</summary>
    /// <exception cref="StepFailedException">One of them ended, became unhealthy, or did not become healthy in time.</exception>
    public async Task UntilHealthyAsync(ImmutableArray<string> names, TimeSpan timeout)
    {
        var poll = new Poll(step.Host.Clock, Pause, timeout);
        while (true)
        {
            var containers = (await step.Docker.InspectAsync(names, step.Cancellation)).ToImmutableDictionary(
                container => container.Name,
                StringComparer.Ordinal
            );
            ImmutableArray<string> waiting = [.. names.Where(name => containers.GetValueOrDefault(name) is not { IsHealthy: true })];
            if (waiting.IsEmpty) return;
            if ((Hopeless(waiting, containers) ?? (poll.IsOver ? waiting[0] : null)) is { } name)
                throw await FailureAsync(name, containers.GetValueOrDefault(name), timeout);
            step.OnLine($"waiting for {string.Join(", ", waiting)}");
            await poll.PauseAsync(step.Cancellation);
        }
    }

    /// <summary>One that will not become healthy however long it is waited for: ended before gone, gone before unhealthy.</summary>
    private static string? Hopeless(ImmutableArray<string> waiting, ImmutableDictionary<string, ObservedContainer> containers) =>
        waiting.FirstOrDefault(name => containers.GetValueOrDefault(name)?.State is "exited" or "dead" or "restarting")
        ?? waiting.FirstOrDefault(name => !containers.ContainsKey(name))
        ?? waiting.FirstOrDefault(name => containers[name].Health == "unhealthy");

    private async Task<StepFailedException> FailureAsync(string name, ObservedContainer? container, TimeSpan timeout)
    {
        var why = container switch
        {
            null => $"{name} is gone.",
            { State: "running", Health: "unhealthy" } => $"{name} is unhealthy.",
            { State: "running" } => $"{name} did not become healthy in {timeout.TotalSeconds:0} s.",
            _ => $"{name} is {container.State}, its last exit code is {container.ExitCode}.",
        };
        return new StepFailedException(
            why,
            container is null ? [] : await Evidence.OfLogAsync(step.Docker, name, step.Redactor, step.Cancellation),
            name
        );
    }
}
