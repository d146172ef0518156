using Slipway.Core.Stack;

namespace Slipway.Core.Health;

/// <summary>
/// What the people of one environment would have noticed of a run: measured from before its first step until after its last step or undo.
/// </summary>
public sealed record TrafficFigures
{
    /// <summary>The environment.</summary>
    public required EnvironmentName Environment { get; init; }

    /// <summary>The requests that ended.</summary>
    public long Requests { get; init; }

    /// <summary>Those among them that got no good answer.</summary>
    public long FailedRequests { get; init; }

    /// <summary>Those among <see cref="FailedRequests"/> that had ended before the first step that touches services began.</summary>
    public long FailedBefore { get; init; }

    /// <summary>
    /// The longest time, in milliseconds, that a route went without a good answer beyond the pace of its requests: from one good answer
    /// to the next, from the beginning to the first, or from the last to the moment of reading, less one pace. The longest of all routes;
    /// 0 where none was longer than a pace.
    /// </summary>
    public long LongestGapMs { get; init; }

    /// <summary>The WebSockets that were held.</summary>
    public int Sockets { get; init; }

    /// <summary>How often one of them ended without having been asked to; it is opened again each time.</summary>
    public int DroppedSockets { get; init; }

    /// <summary>Those among <see cref="DroppedSockets"/> that had ended before the first step that touches services began.</summary>
    public int DroppedBefore { get; init; }

    /// <summary>The latency until the first step that touches services began; null without a good answer.</summary>
    public LatencyFigures? Before { get; init; }

    /// <summary>The latency from then on; null without a good answer.</summary>
    public LatencyFigures? During { get; init; }

    /// <summary>The requests that failed since the first step that touches services began.</summary>
    public long LostRequests => FailedRequests - FailedBefore;

    /// <summary>The WebSockets that ended since then.</summary>
    public int LostSockets => DroppedSockets - DroppedBefore;
}
