using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>Runs services to their end; the last lines of what they print are the evidence.</summary>
public sealed class RunJobsHandler : ActionHandler<RunJobs>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(RunJobs action, StepContext step)
    {
        var printed = ImmutableArray.CreateBuilder<string>();
        foreach (var job in action.Jobs)
        {
            // Of an interrupted run it may be at work still: two at once could meet in the database.
            await EndAsync(action.Project, job.Service, step);
            await step.RunAsync(job.Command);
            var container = await EndAsync(action.Project, job.Service, step)
                ?? throw new StepFailedException($"service {job.Service} has no container.", [], job.Service);
            var lines = await Evidence.OfLogAsync(step.Docker, container.Name, step.Redactor, step.Cancellation);
            if (container.ExitCode != 0)
                throw new StepFailedException($"{container.Name} ended with exit code {container.ExitCode}.", lines, container.Name);
            printed.AddRange(lines.Prepend($"{job.Service} ended with exit code 0"));
        }

        return string.Join('\n', printed);
    }

    /// <summary>
    /// Waits until the service's container runs no more, also when Docker starts it again by itself; null where there is none.
    /// </summary>
    private static async Task<ObservedContainer?> EndAsync(string project, string service, StepContext step)
    {
        while (true)
        {
            var containers = await step.Docker.ContainersAsync(project, step.Cancellation);
            var container = containers.FirstOrDefault(container => container.Service == service && !container.IsOneOff);
            if (container?.State is not ("running" or "restarting" or "paused")) return container;
            step.OnLine($"waiting for {container.Name} to end");
            await Task.Delay(Pause, step.Host.Clock, step.Cancellation);
        }
    }
}
