using Slipway.Core.Compose;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Migrations;

/// <summary>Runs the migrations' command; what it prints is the evidence.</summary>
public sealed class RunMigrationsHandler : ActionHandler<RunMigrations>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(RunMigrations action, StepContext step)
    {
        var earlier = await EndEarlierAsync(action.Container, step);
        var result = await new HeldTraffic(step).DuringAsync(action.Held, () => step.RunAsync(action.Command));
        return step.Redactor.Clean((earlier + result.Output).Trim());
    }

    /// <summary>
    /// Waits for the migrations of an interrupted run and returns what they printed. Two at once could meet in the database, and one that
    /// is ended in the middle may leave it half changed.
    /// </summary>
    private static async Task<string> EndEarlierAsync(string name, StepContext step)
    {
        if ((await step.Docker.InspectAsync([name], step.Cancellation)).FirstOrDefault() is not { } container) return "";
        if (container.State == "running")
        {
            step.OnLine($"waiting for {container.Name}, started by an interrupted run");
            await step.RunAsync(DockerCommands.Wait(container.Name));
        }

        var printed = await step.Docker.OutputAsync(container.Name, step.Cancellation);
        await new ContainerRemoval(step).RemoveAsync([container.Name]);
        return printed;
    }
}
