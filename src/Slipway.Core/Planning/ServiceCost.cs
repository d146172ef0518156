using System.Collections.Immutable;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning;

/// <summary>What becomes of a service's container.</summary>
public enum ServiceEffect
{
    /// <summary>It is left alone.</summary>
    Keep,

    /// <summary>It does not run, and is started as it is.</summary>
    Start,

    /// <summary>There was none.</summary>
    Add,

    /// <summary>Rolling: new ones are started next to it and get the requests; then it is drained and removed.</summary>
    ReplaceBeside,

    /// <summary>It is stopped, and a new one takes its name and place.</summary>
    ReplaceInPlace,

    /// <summary>It is stopped and removed.</summary>
    Remove,

    /// <summary>It runs once, to its end, before the services that wait for that.</summary>
    Run,
}

/// <summary>What a plan does to a service, and what that costs.</summary>
public sealed record ServiceCost
{
    /// <summary>The service.</summary>
    public required string Name { get; init; }

    /// <summary>What becomes of its container.</summary>
    public required ServiceEffect Effect { get; init; }

    /// <summary>Why, in a few words.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// The keys of its definition that differ from what runs; names, never values. Empty also where what runs cannot be compared.
    /// </summary>
    public ImmutableArray<string> ChangedKeys { get; init; } = [];

    /// <summary>Where the image comes from; null where the service is removed.</summary>
    public ImageOrigin? Origin { get; init; }

    /// <summary>The image reference, or null where the service is removed.</summary>
    public string? Image { get; init; }

    /// <summary>The id of the image that the service has now, or null.</summary>
    public string? ImageIdBefore { get; init; }

    /// <summary>The id of the image that it will have; null where the image is still to be made, or there is none.</summary>
    public string? ImageIdAfter { get; init; }

    /// <summary>
    /// What ties it to one container, in words that follow "since", where the edge sends requests to it and it is replaced in place all the
    /// same; null otherwise.
    /// </summary>
    public string? Tie { get; init; }

    /// <summary>Whether the edge sends requests to it.</summary>
    public bool IsRouted { get; init; }

    /// <summary>Whether it keeps data in volumes or folders.</summary>
    public bool IsStateful { get; init; }

    /// <summary>Whether the edge keeps requests waiting while it is down.</summary>
    public bool IsHeld { get; init; }

    /// <summary>How long it is predicted to be down; null where it does not come back.</summary>
    public DowntimeForecast? Downtime { get; init; } = DowntimeForecast.None;
}
