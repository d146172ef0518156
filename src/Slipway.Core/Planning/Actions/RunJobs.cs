using System.Collections.Immutable;
using Slipway.Core.Commands;

namespace Slipway.Core.Planning.Actions;

/// <summary>
/// Runs services to their end, one after the other; one that ends with another exit code than 0 fails the step. What they print is kept.
/// </summary>
[ActionName("runJobs")]
public sealed record RunJobs(string Project, ImmutableArray<Job> Jobs) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [.. Jobs.SelectMany(job => new[] { job.Command.ToString(), $"waits until {job.Service} has ended with exit code 0" })];
}

/// <summary>A service that runs once.</summary>
/// <param name="Service">The service.</param>
/// <param name="Command">What starts it in a new container.</param>
public sealed record Job(string Service, Command Command);
