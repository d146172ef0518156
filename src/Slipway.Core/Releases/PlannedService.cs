using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>What a plan does with a service.</summary>
public enum ServiceChange
{
    /// <summary>It runs on as it is.</summary>
    Keep,

    /// <summary>There was none.</summary>
    Add,

    /// <summary>Its containers are replaced by new ones.</summary>
    Replace,
}

/// <summary>Where a service's image comes from.</summary>
public enum ImageOrigin
{
    /// <summary>It is pulled, or is on the host already.</summary>
    Registry,

    /// <summary>It is built from the work tree, or from another release's snapshot.</summary>
    Build,

    /// <summary>It is the one that the environment's current release runs.</summary>
    Current,

    /// <summary>It is the one that the promoted release runs.</summary>
    Promoted,
}

/// <summary>A service in a plan.</summary>
public sealed record PlannedService
{
    /// <summary>The service.</summary>
    public required string Name { get; init; }

    /// <summary>What happens to it.</summary>
    public required ServiceChange Change { get; init; }

    /// <summary>Why, in a few words.</summary>
    public required string Reason { get; init; }

    /// <summary>Where the image comes from.</summary>
    public required ImageOrigin Origin { get; init; }

    /// <summary>The image reference that the release's Compose file names.</summary>
    public required string Image { get; init; }

    /// <summary>With <see cref="ImageOrigin.Promoted"/>: the image's id.</summary>
    public string? ImageId { get; init; }

    /// <summary>The service whose build makes the image; services with equal builds share one.</summary>
    public string? BuiltBy { get; init; }

    /// <summary>Fingerprint of the build, or null.</summary>
    public string? Build { get; init; }

    /// <summary>Whether the build's fingerprint is of what the build sees.</summary>
    public bool IsBuildAsSeen { get; init; }

    /// <summary>The build section, or null.</summary>
    public Secret? BuildSection { get; init; }

    /// <summary>Fingerprint of the specification.</summary>
    public required string Specification { get; init; }

    /// <summary>SHA-256 of each file of the work tree that it mounts, by name; null where it mounts none.</summary>
    public ImmutableSortedDictionary<string, string>? Files { get; init; }

    /// <summary>The release whose definition of the service is used: an earlier one's where the service is kept.</summary>
    public required ReleaseId Since { get; init; }

    /// <summary>The name under which the edge finds the service's containers; null where it sends none there.</summary>
    public string? Upstream { get; init; }

    /// <summary>Whether new containers of the service may run next to the live ones until the traffic is switched.</summary>
    [JsonPropertyName("standsBeside")]
    public bool SupportsRolling { get; init; }
}
