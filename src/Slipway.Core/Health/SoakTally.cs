using System.Globalization;
using Slipway.Core.Text;

namespace Slipway.Core.Health;

/// <summary>What has been seen of a release that is watched.</summary>
public sealed record SoakTally
{
    private EdgeReading? last;

    /// <summary>Nothing yet.</summary>
    public static SoakTally Empty { get; } = new();

    /// <summary>What the edge answered for the release's hosts.</summary>
    public EdgeTraffic Edge { get; private init; } = EdgeTraffic.None;

    /// <summary>Whether the edge counts by host.</summary>
    public bool EdgeCounts { get; private init; }

    /// <summary>How many of its own requests came to an end.</summary>
    public long Asked { get; private init; }

    /// <summary>How many of them were not answered as expected.</summary>
    public long AskedBadly { get; private init; }

    /// <summary>How many of those the edge does not count as an error.</summary>
    public long Unseen { get; private init; }

    /// <summary>How many of those had no answer at all, so that the edge may not count them as requests either.</summary>
    public long Unanswered { get; private init; }

    /// <summary>What was wrong with the last one, with its address; empty where none was wrong. Not cleaned of secrets.</summary>
    public string LastBreach { get; private init; } = "";

    /// <summary>How many requests are known of.</summary>
    public long Requests => EdgeCounts ? Edge.Requests + Unanswered : Asked;

    /// <summary>How many of them failed.</summary>
    public long Errors => EdgeCounts ? Edge.Errors + Unseen : AskedBadly;

    /// <summary>With a reading of the edge; the first one is where the counting begins.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="isClosed">Whether visitors were kept out for maintenance since the last one.</param>
    public SoakTally With(EdgeReading reading, bool isClosed = false) => this with
    {
        last = reading,
        EdgeCounts = EdgeCounts || reading.IsByHost,
        Edge = last is null ? Edge : Edge.And(EdgeTraffic.Between(last, reading, isClosed)),
    };

    /// <summary>With what came back of a request of its own.</summary>
    public SoakTally With(Probe probe, ProbeResult result)
    {
        if (result.BreachOf(probe.Expect) is not { } breach) return this with { Asked = Asked + 1 };
        return this with
        {
            Asked = Asked + 1,
            AskedBadly = AskedBadly + 1,
            Unseen = Unseen + (result.Status is >= 500 ? 0 : 1),
            Unanswered = Unanswered + (result.Status is null ? 1 : 0),
            LastBreach = $"{probe.Url} {breach}{(result.Detail.Length > 0 ? $": {result.Detail}" : "")}",
        };
    }

    /// <summary>Why the release is to be rolled back; null where it is not. Not cleaned of secrets.</summary>
    public string? BreachOf(SoakLimits limits)
    {
        if (Errors >= SoakLimits.FewestErrors && Errors * 100 > limits.MaxErrorPercent * Requests)
        {
            var example = LastBreach.Length > 0 ? $" Of Slipway's own requests, the last that failed: {LastBreach}" : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Errors} of {Requests} requests failed, more than {limits.MaxErrorPercent} %.{example}"
            );
        }

        if (Edge.Timed >= SoakLimits.FewestTimed && Edge.P95Seconds is { } seconds && seconds > limits.MaxLatency.TotalSeconds)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the P95 of the time to first byte was {Milliseconds(seconds)} in {Edge.Timed} answers, "
                + $"more than {Duration.Milliseconds(limits.MaxLatency)}."
            );
        return null;
    }

    /// <summary><c>214 requests at the edge, 0 errors, P95 4 ms</c>.</summary>
    public override string ToString() =>
        $"{Count.Of(Requests, "request")}{(EdgeCounts ? " at the edge" : " of Slipway's own")}, {Count.Of(Errors, "error")}"
        + (Edge.P95Seconds is { } seconds ? $", P95 {Milliseconds(seconds)}" : "");

    private string Milliseconds(double seconds) => double.IsInfinity(seconds)
        ? $"over {Duration.Milliseconds(TimeSpan.FromSeconds(Edge.Within.Keys.Where(double.IsFinite).LastOrDefault()))}"
        : Duration.Milliseconds(TimeSpan.FromMilliseconds(Math.Max(1, seconds * 1000)));
}
