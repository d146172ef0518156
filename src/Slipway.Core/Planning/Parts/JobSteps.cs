using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Text;

namespace Slipway.Core.Planning.Parts;

/// <summary>How the jobs of a release run: services that others wait for until they have ended.</summary>
internal static class JobSteps
{
    public static Step Run(Rollout rollout, ImmutableArray<RolloutService> jobs)
    {
        var context = rollout.Context;
        ImmutableArray<string> containers =
        [
            .. jobs.Select(job =>
                context.Platform.ContainerOf(context.Project, job.Name, context.Desired.Compose.Find(job.Name)?.ContainerName)
            ),
        ];
        return new Step(
            "run-jobs",
            Phase.Up,
            $"Run {WordList.And(jobs.Select(job => job.Name))} to {Count.Noun(jobs.Length, "its", "their")} end",
            "once for each release, before what waits for it",
            new RunJobs(
                context.Project,
                [.. jobs.Select(job => new Job(job.Name, context.Platform.RunJob(context.Project, rollout.File, job.Name)))]
            )
        )
        {
            Undo = new RemoveContainers(containers)
            {
                Commands = [.. containers.SelectMany(container => context.Platform.RemoveContainer(container))],
            },
            UndoTitle = jobs.Length == 1
                ? "stop it if it still runs; what it did stays"
                : "stop them if they still run; what they did stays",
        };
    }
}
