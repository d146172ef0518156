namespace Slipway.Core.Stack;

/// <summary>When a release counts as healthy, and for how long it is watched after that.</summary>
public sealed record HealthDefinition
{
    /// <summary>How long the services, and then the routes, may take to become healthy.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How many good answers in a row a route has to give.</summary>
    public int GoodInARow { get; init; } = 3;

    /// <summary>How long a new release is watched before it counts; zero for not at all.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The share of failed requests, in percent, above which the release is rolled back.</summary>
    public int MaxErrorPercent { get; init; } = 2;

    /// <summary>The time within which 99 of 100 answers have to begin.</summary>
    public TimeSpan MaxLatency { get; init; } = TimeSpan.FromSeconds(5);
}
