using Slipway.Core.Stack;
using Slipway.Core.Text;

namespace Slipway.Core.Health;

/// <summary>What came back of a probe.</summary>
/// <param name="Status">The HTTP status, or null where there was no answer.</param>
/// <param name="Detail">The error, or the first line of a body that was read; not cleaned of secrets.</param>
public sealed record ProbeResult(int? Status, string Detail)
{
    /// <summary>The beginning of the body; empty where the probe asks for no more than a status and got it.</summary>
    public string Body { get; init; } = "";

    /// <summary>The value of the header that the probe expects; null where it expects none, and where the answer has none.</summary>
    public string? Header { get; init; }

    /// <summary>The time from the beginning of the connection to the beginning of the answer; zero where there was none.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>
    /// How the answer differs from what is expected, to be read after the address: <c>answered 503</c>. Null where it is as expected.
    /// Nothing of the answer is repeated but its status.
    /// </summary>
    public string? BreachOf(ExpectedAnswer expected) =>
        this switch
        {
            { Status: null } => "did not answer",
            { Status: { } status } when status != expected.Status =>
                $"answered {status}{(expected.Status == 200 ? "" : $", not {expected.Status}")}",
            { Latency: { } took } when took > expected.Latency =>
                $"answered after {Duration.Milliseconds(took)}, not within {Duration.Milliseconds(expected.Latency.Value)}",
            _ when expected.Header is { } header && Header != expected.HeaderValue() =>
                $"answered {Status} without the header '{header}'",
            _ when expected.Body is { } body && !Body.Contains(body, StringComparison.Ordinal) =>
                $"answered {Status} without the text '{body}'",
            _ => null,
        };
}
