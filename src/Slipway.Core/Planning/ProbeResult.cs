namespace Slipway.Core.Planning;

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
}
