using Slipway.Core.Stack;

namespace Slipway.Core.Health;

/// <summary>
/// Adds up what happened to the requests and WebSockets of one environment. Times count from when the watch began. Not for several threads
/// at once.
/// </summary>
/// <param name="environment">The environment.</param>
/// <param name="routes">How many routes are asked, each on its own.</param>
/// <param name="pace">From one request of a route to the next, where answers come sooner.</param>
public sealed class TrafficTally(EnvironmentName environment, int routes, TimeSpan pace)
{
    private readonly TimeSpan[] lastGood = new TimeSpan[routes];
    private readonly List<float> before = [];
    private readonly List<float> during = [];
    private TimeSpan longest;
    private long requests;
    private long failed;
    private long failedBefore;
    private int sockets;
    private int dropped;
    private int droppedBefore;
    private bool isTouched;

    /// <summary>A request ended.</summary>
    /// <param name="route">The route, counted from 0.</param>
    /// <param name="at">When it ended.</param>
    /// <param name="latency">How long it took.</param>
    /// <param name="isGood">Whether it got a good answer.</param>
    public void Ended(int route, TimeSpan at, TimeSpan latency, bool isGood)
    {
        requests++;
        if (!isGood)
        {
            failed++;
            if (!isTouched) failedBefore++;
            return;
        }

        longest = Longer(longest, at - lastGood[route]);
        lastGood[route] = at;
        (isTouched ? during : before).Add((float)latency.TotalMilliseconds);
    }

    /// <summary>A WebSocket was opened for the first time.</summary>
    public void Opened() => sockets++;

    /// <summary>A WebSocket ended without having been asked to.</summary>
    public void Dropped()
    {
        dropped++;
        if (!isTouched) droppedBefore++;
    }

    /// <summary>The first step that touches services begins.</summary>
    public void Touch() => isTouched = true;

    /// <summary>The figures up to a moment.</summary>
    public TrafficFigures Read(TimeSpan now)
    {
        var gap = lastGood.Aggregate(longest, (sofar, last) => Longer(sofar, now - last)) - pace;
        return new TrafficFigures
        {
            Environment = environment,
            Requests = requests,
            FailedRequests = failed,
            FailedBefore = failedBefore,
            LongestGapMs = gap > pace ? (long)gap.TotalMilliseconds : 0,
            Sockets = sockets,
            DroppedSockets = dropped,
            DroppedBefore = droppedBefore,
            Before = LatencyFigures.Of(before),
            During = LatencyFigures.Of(during),
        };
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
