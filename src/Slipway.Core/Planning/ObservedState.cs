using System.Collections.Immutable;
using Slipway.Core.Backups;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>What the host holds of one environment, read before planning.</summary>
public sealed record ObservedState
{
    /// <summary>The containers of the environment's project.</summary>
    public ImmutableArray<ObservedContainer> Containers { get; init; } = [];

    /// <summary>
    /// Containers of no Compose project that somebody started next to the environment's: under a name of its project, or on its networks.
    /// </summary>
    public ImmutableArray<ObservedContainer> Guests { get; init; } = [];

    /// <summary>The containers of the edge's project.</summary>
    public ImmutableArray<ObservedContainer> EdgeContainers { get; init; } = [];

    /// <summary>The names of all networks of the host.</summary>
    public ImmutableSortedSet<string> Networks { get; init; } = [];

    /// <summary>The names of all volumes of the host.</summary>
    public ImmutableSortedSet<string> Volumes { get; init; } = [];

    /// <summary>Ids of the images that were asked for and are there, by reference and by id.</summary>
    public ImmutableSortedDictionary<string, string> ImageIds { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The sizes of those images, by id, with the layers that they share with others.</summary>
    public ImmutableSortedDictionary<string, long> ImageBytes { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>What the ledger of the environment says.</summary>
    public History History { get; init; } = History.Empty;

    /// <summary>The manifests of the environment's releases that may be needed, by id.</summary>
    public ImmutableSortedDictionary<ReleaseId, ReleaseManifest> Manifests { get; init; } =
        ImmutableSortedDictionary<ReleaseId, ReleaseManifest>.Empty;

    /// <summary>The Compose files of the environment's releases that may be needed, by id.</summary>
    public ImmutableSortedDictionary<ReleaseId, ComposeModel> Composes { get; init; } =
        ImmutableSortedDictionary<ReleaseId, ComposeModel>.Empty;

    /// <summary>How long services were last down in the other environments, by environment.</summary>
    public ImmutableSortedDictionary<EnvironmentName, ImmutableSortedDictionary<string, DowntimeMeasurement>> DowntimesElsewhere
    {
        get;
        init;
    } =
        ImmutableSortedDictionary<EnvironmentName, ImmutableSortedDictionary<string, DowntimeMeasurement>>.Empty;

    /// <summary>The environment's complete backups.</summary>
    public ImmutableArray<ObservedBackup> Backups { get; init; } = [];

    /// <summary>What the database takes on disk; null where it could not be asked.</summary>
    public long? DatabaseBytes { get; init; }

    /// <summary>Those of the wanted host folders that are there.</summary>
    public ImmutableSortedSet<string> Folders { get; init; } = [];

    /// <summary>The room where the state lies, or null.</summary>
    public FileSystemSpace? StateSpace { get; init; }

    /// <summary>The room where the engine keeps images and volumes, or null.</summary>
    public FileSystemSpace? EngineSpace { get; init; }

    /// <summary>
    /// SHA-256, by path, of the files of the state that the current release, and one that is to come back, are made of. One that is not
    /// there is missing here.
    /// </summary>
    public ImmutableSortedDictionary<string, string> StateFiles { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>With a promotion: what the other environment runs; null where it runs nothing.</summary>
    public ReleaseManifest? Promoted { get; init; }

    /// <summary>Fingerprints of the edge's files as Caddy last loaded them, by path.</summary>
    public ImmutableSortedDictionary<string, string> AppliedEdgeFiles { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The edge's rules and sites as they lie in the folder that it reads, by path.</summary>
    public ImmutableSortedDictionary<string, string> EdgeTexts { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// The names that the environment's files of upstreams hold, by file within the edge's state folder; of a file that is not there
    /// nothing.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Upstreams { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The Compose file that the edge was last started from, or null.</summary>
    public string? EdgeCompose { get; init; }

    /// <summary>Folders of certificates that are complete.</summary>
    public ImmutableSortedSet<string> CertificateFolders { get; init; } = [];

    /// <summary>
    /// The migrations that the database says it has; null where that is not known: no database, none that runs, or no table of a known
    /// form.
    /// </summary>
    public ImmutableSortedSet<string>? AppliedMigrations { get; init; }

    /// <summary>The manifest of the release that the environment runs, or null.</summary>
    public ReleaseManifest? Current => History.Current is { } id ? Manifests.GetValueOrDefault(id) : null;

    /// <summary>The containers of a service, one-off ones left out.</summary>
    public IEnumerable<ObservedContainer> Of(string service) =>
        Containers.Where(container => container.Service == service && !container.IsOneOff);

    /// <summary>Whether a service has run to its end and was not meant to stay.</summary>
    public bool IsComplete(string service) => Of(service).Any() && Of(service).All(container => container.IsComplete);

    /// <summary>Whether a container of a service runs and is healthy.</summary>
    public bool Runs(string service) => Of(service).Any(container => container.IsHealthy);
}
