using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Problems;
using Slipway.Engine.Docker;

namespace Slipway.Engine.Runs;

/// <summary>
/// Collects what happens to a project's containers while something is done. The engine is asked again and again, not listened
/// to: a listening program would outlive a run that is killed. It forgets soon, so once at the end would be too late.
/// </summary>
public sealed class EventWatch(DockerQueries docker, TimeProvider clock, string project)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly HashSet<ContainerEvent> seen = [];

    /// <summary>
    /// Waits until the work has ended, and returns how long services were away meanwhile, in seconds by service. A failure of the work is
    /// the caller's.
    /// </summary>
    public async Task<ImmutableSortedDictionary<string, double>> MeasureAsync(Func<Task> work, CancellationToken cancellation)
    {
        var began = clock.GetUtcNow();
        var task = work();
        while (await Task.WhenAny(task, Task.Delay(Interval, clock, cancellation)) != task && !cancellation.IsCancellationRequested)
            await LookAsync(began, cancellation);
        await task;
        await LookAsync(began, cancellation);
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
            // A figure that is missing is no reason to take a release back.
        }
        catch (OperationCanceledException)
        {
            // The work is ended by the same wish, and says so.
        }
    }
}
