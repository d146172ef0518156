using System.Globalization;
using Slipway.Core.Health;
using Slipway.Core.Text;

namespace Slipway.Core.Reports;

/// <summary>Measured traffic in words.</summary>
public static class TrafficText
{
    /// <summary>
    /// All figures of a run on a line: <c>Traffic: dev 412 requests, 0 failed, longest gap 0 s; prod ...</c>; empty where nothing was
    /// measured.
    /// </summary>
    public static string Line(IEnumerable<TrafficFigures> figures) =>
        string.Join("; ", figures.Select(Of)) is { Length: > 0 } text ? $"Traffic: {text}" : "";

    /// <summary>The figures of one environment.</summary>
    public static string Of(TrafficFigures figures) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Environment} {Count.Of(figures.Requests, "request")}, {figures.FailedRequests} failed"
        )
        + $", longest gap {Duration.Text(TimeSpan.FromMilliseconds(figures.LongestGapMs))}"
        + Sockets(figures)
        + Latency(figures);

    private static string Sockets(TrafficFigures figures) => figures switch
    {
        { DroppedSockets: > 0 } => $", {Count.Of(figures.DroppedSockets, "socket")} dropped",
        { Sockets: > 0 } => $", {Count.Of(figures.Sockets, "socket")} kept",
        _ => "",
    };

    private static string Latency(TrafficFigures figures) =>
        (figures.Before, figures.During) switch
        {
            (null, null) => "",
            ({ } before, null) => string.Create(CultureInfo.InvariantCulture, $", p99 {before.P99Ms:0} ms"),
            (null, { } during) => string.Create(CultureInfo.InvariantCulture, $", p99 {during.P99Ms:0} ms during"),
            ({ } before, { } during) => string.Create(
                CultureInfo.InvariantCulture,
                $", p99 {before.P99Ms:0} ms before, {during.P99Ms:0} ms during"
            ),
        };
}
