using System.Collections.Immutable;
using Slipway.Core.Releases;

namespace Slipway.Core.Observed;

/// <summary>What the host holds of one environment, read before planning.</summary>
public sealed record ObservedState
{
    /// <summary>The containers of the environment's project.</summary>
    public ImmutableArray<ObservedContainer> Containers { get; init; } = [];

    /// <summary>The containers of the edge's project.</summary>
    public ImmutableArray<ObservedContainer> EdgeContainers { get; init; } = [];

    /// <summary>The names of all networks of the host.</summary>
    public ImmutableSortedSet<string> Networks { get; init; } = [];

    /// <summary>The names of all volumes of the host.</summary>
    public ImmutableSortedSet<string> Volumes { get; init; } = [];

    /// <summary>Ids of the images that were asked for and are there, by reference and by id.</summary>
    public ImmutableSortedDictionary<string, string> ImageIds { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the ledger of the environment says.</summary>
    public History History { get; init; } = History.Empty;

    /// <summary>The manifests of the environment's releases that may be needed, by id.</summary>
    public ImmutableSortedDictionary<ReleaseId, ReleaseManifest> Manifests { get; init; } = ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty;

    /// <summary>With a promotion: what the other environment runs; null where it runs nothing.</summary>
    public ReleaseManifest? Promoted { get; init; }

    /// <summary>Fingerprints of the edge's files as Caddy last loaded them, by path.</summary>
    public ImmutableSortedDictionary<string, string> AppliedEdgeFiles { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The Compose file that the edge was last started from, or null.</summary>
    public string? EdgeCompose { get; init; }

    /// <summary>Folders of certificates that are complete.</summary>
    public ImmutableSortedSet<string> CertificateFolders { get; init; } = [];

    /// <summary>The manifest of the release that the environment runs, or null.</summary>
    public ReleaseManifest? Current => History.Current is { } id ? Manifests.GetValueOrDefault(id) : null;

    /// <summary>The containers of a service, one-off ones left out.</summary>
    public IEnumerable<ObservedContainer> Of(string service) => Containers.Where(container => container.Service == service && !container.IsOneOff);
}
