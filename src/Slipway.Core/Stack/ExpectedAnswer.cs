using System.Globalization;
using Slipway.Core.Text;

namespace Slipway.Core.Stack;

/// <summary>What a health path answers when its service is healthy.</summary>
public sealed record ExpectedAnswer
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>A text that the body has to contain, or null. Only the first 64 KiB are looked at.</summary>
    public string? Body { get; init; }

    /// <summary>A header that the answer has to have, as <c>Name: value</c>, or null. The value is compared exactly.</summary>
    public string? Header { get; init; }

    /// <summary>The time within which the answer has to begin, on a new connection, or null for any.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The expected header's name, or null.</summary>
    public string? HeaderName() => Header?[..Header.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>For a plan: <c>200 with the text 'ok'</c>.</summary>
    public override string ToString() => string.Concat(
        Status.ToString(CultureInfo.InvariantCulture),
        Latency is { } latency ? $" within {Duration.Milliseconds(latency)}" : "",
        Header is { } header ? $" with the header '{header}'" : "",
        Body is { } body ? $" with the text '{body}'" : "");

    /// <summary>The expected header's value, or null.</summary>
    public string? HeaderValue() => Header?[(Header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
}
