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
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly HashSet<ContainerEvent> seen = [];

    /// <summary>
    /// Waits until the work has ended, and returns how long services were down meanwhile, in seconds by service. A failure of the work is
    /// the caller's.
    /// </summary>
    public async Task<ImmutableSortedDictionary<string, double>> MeasureAsync(Func<Task> work, CancellationToken cancellation)
    {
        var began = clock.GetUtcNow();
        await Poll.WhileAsync(work(), clock, Interval, () => LookAsync(began, cancellation), cancellation);
        return DowntimeTimes.Of(seen);
    }

    private async Task LookAsync(DateTimeOffset began, CancellationToken cancellation)
    {
        try
        {
            seen.UnionWith(await docker.EventsAsync(project, began, clock.GetUtcNow(), cancellation));
        }
        catch (SlipwayException)
        {
            // A figure that is missing is no reason to roll a release back.
        }
        catch (OperationCanceledException)
        {
            // The work is ended by the same wish, and says so.
        }
    }
}
