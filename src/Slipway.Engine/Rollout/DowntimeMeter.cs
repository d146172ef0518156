using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Problems;
using Slipway.Engine.Docker;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>
/// Measures how long services of a project are down while something is done, by the events of their containers. The engine is asked again
/// and again, not listened to: a listening program would outlive a run that is killed. It forgets soon, so once at the end would be too
/// late.
/// </summary>
public sealed class DowntimeMeter(DockerQueries docker, TimeProvider clock, string project)
{
    /// <summary>
    /// How long an answer may take. The engine waits for the end of the time that it is asked about, so for ever where its clock was set
    /// back meanwhile.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly HashSet<ContainerEvent> seen = [];

    /// <summary>
    /// Waits until the work has ended, and returns how long services were down meanwhile, in seconds by service. A failure of the work is
    /// the caller's.
    /// </summary>
    public async Task<ImmutableSortedDictionary<string, double>> MeasureAsync(Func<Task> work, CancellationToken cancellation)
    {
        // The engine may run on another machine, whose clock is another. Its own time is asked for once and counted on from there.
        var asked = clock.GetTimestamp();
        var began = await EngineTimeAsync(cancellation);
        await Poll.WhileAsync(
            work(),
            clock,
            Interval,
            () => began is { } since ? LookAsync(since, since + clock.GetElapsedTime(asked), cancellation) : Task.CompletedTask,
            cancellation
        );
        return DowntimeTimes.Of(seen);
    }

    private async Task<DateTimeOffset?> EngineTimeAsync(CancellationToken cancellation)
    {
        try
        {
            return await docker.TimeAsync(cancellation);
        }
        catch (SlipwayException)
        {
            // As below.
            return null;
        }
    }

    private async Task LookAsync(DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            seen.UnionWith(await docker.EventsAsync(project, since, until, either.Token));
        }
        catch (SlipwayException)
        {
            // A figure that is missing is no reason to roll a release back.
        }
        catch (OperationCanceledException)
        {
            // It took too long; or the work is ended by the same wish, and says so.
        }
    }
}
