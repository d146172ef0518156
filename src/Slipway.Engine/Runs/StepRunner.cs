using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Runs;

/// <summary>Has each action of a plan run by its handler.</summary>
/// <param name="host">The ports of the machine.</param>
/// <param name="location">Where the stack's files lie.</param>
/// <param name="loaded">What was read when the plan was made.</param>
/// <param name="plan">The plan.</param>
/// <param name="changes">Reads and observes again, and names what changed since the plan was made.</param>
public sealed class StepRunner(
    Host host,
    StackLocation location,
    LoadedEnvironment loaded,
    Plan plan,
    Func<CancellationToken, Task<ImmutableArray<string>>> changes
) : IStepRunner
{
    private readonly DateTimeOffset began = host.Clock.GetUtcNow();

    /// <summary>Measures the traffic while the run works; null where nothing is measured.</summary>
    public ITrafficMeter? Traffic { get; init; }

    /// <inheritdoc />
    public async Task<StepEvidence> RunAsync(StepAction action, Action<string> onLine, CancellationToken cancellation)
    {
        try
        {
            using var edge = action.ChangesEdge
                ? await new EdgeLock(host, loaded.Desired.Paths).TakeAsync(plan.Intent.Target, onLine, cancellation)
                : null;
            return await HandlerBook.Of(action).RunAsync(action, ContextOf(onLine, cancellation));
        }
        catch (SlipwayException error)
        {
            // A port said it in full already; here it is the reason why the step failed.
            var failure = error.Failure;
            throw new StepFailedException(
                failure.Why.Length > 0 ? $"{failure.What} {failure.Why}" : failure.What,
                failure.Evidence,
                failure.EvidenceOf,
                error
            )
            {
                Remedy = failure.Do,
                ExitCode = error.ExitCode,
            };
        }
    }

    private StepContext ContextOf(Action<string> onLine, CancellationToken cancellation) =>
        new()
        {
            Host = host,
            Location = location,
            Loaded = loaded,
            Plan = plan,
            ReadChanges = changes,
            RunBeganUtc = began,
            Traffic = Traffic,
            OnLine = onLine,
            Cancellation = cancellation,
        };
}
