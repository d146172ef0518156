using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Backups;
using Slipway.Core.Edge;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>
/// What a release is made of. Written once, before the release starts, and never changed. Holds fingerprints of secrets, never values.
/// </summary>
public sealed record ReleaseManifest
{
    /// <summary>The release.</summary>
    public required ReleaseId Id { get; init; }

    /// <summary>The environment it was made for.</summary>
    public required EnvironmentName Environment { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>Who made it: user and host; null in a release from before this was noted.</summary>
    public string? By { get; init; }

    /// <summary>The source that its images were built from.</summary>
    public required SourceRevision Source { get; init; }

    /// <summary>SHA-256 of everything the release was computed from; equal for an unchanged environment.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>SHA-256 of the env file it ran with.</summary>
    public required string EnvFileFingerprint { get; init; }

    /// <summary>
    /// The name of that env file's version in the state folder; null where there is no env file, and in a release from before versions were
    /// kept.
    /// </summary>
    public string? EnvVersion { get; init; }

    /// <summary>SHA-256 of its rendered Compose file; null in a release from before this was noted.</summary>
    public string? ComposeFingerprint { get; init; }

    /// <summary>The services, by name.</summary>
    public required ImmutableSortedDictionary<string, ReleaseService> Services { get; init; }

    /// <summary>The volumes that hold its data, by their real names.</summary>
    public ImmutableSortedSet<string> Volumes { get; init; } = [];

    /// <summary>The host folders that its services write to.</summary>
    public ImmutableSortedSet<string> Folders { get; init; } = [];

    /// <summary>The site files of the edge, by file name.</summary>
    public ImmutableSortedDictionary<string, string> Sites { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the edge sends where, with every reference filled in; null in a release from before this was noted.</summary>
    public ImmutableArray<ReleaseRoute>? Routes { get; init; }

    /// <summary>Who passes the edge's basic auth; null where everybody does, and in a release from before this was noted.</summary>
    public ReleaseAccess? Access { get; init; }

    /// <summary>The release of another environment whose images these are, or null.</summary>
    public ReleaseId? PromotedFrom { get; init; }

    /// <summary>Name of the environment that <see cref="PromotedFrom"/> belongs to, or null.</summary>
    public EnvironmentName? PromotedFromEnvironment { get; init; }

    /// <summary>The backup that was taken before, or null.</summary>
    public BackupId? Backup { get; init; }
}

/// <summary>A service as a release runs it.</summary>
public sealed record ReleaseService
{
    /// <summary>The image reference in the rendered Compose file.</summary>
    public required string Image { get; init; }

    /// <summary>The image's id on this host, as <c>sha256:…</c>.</summary>
    public required string ImageId { get; init; }

    /// <summary>The image's id as <c>docker images</c> shows it: twelve digits.</summary>
    [JsonIgnore]
    public string ShortImageId => Shorten(ImageId);

    /// <summary>Twelve digits of an image's id.</summary>
    public static string Shorten(string imageId) =>
        imageId.Replace("sha256:", "", StringComparison.Ordinal) is { Length: > 12 } id ? id[..12] : imageId;

    /// <summary>Fingerprint of the rendered service without its image, with the release's id left out.</summary>
    public required string Specification { get; init; }

    /// <summary>Fingerprint of build section and build context; null for an image that is pulled.</summary>
    public string? Build { get; init; }

    /// <summary>
    /// Whether <see cref="Build"/> is of what the build sees; false in a release from before, where it is of what git knows.
    /// </summary>
    public bool IsBuildAsSeen { get; init; }

    /// <summary>The build section without the context's content: what must be equal for an image to be promoted unchanged.</summary>
    public Secret? BuildSection { get; init; }

    /// <summary>
    /// SHA-256 of each file of the work tree that it mounts, by name; null where it mounts none, and in a release from before this was
    /// noted.
    /// </summary>
    public ImmutableSortedDictionary<string, string>? Files { get; init; }

    /// <summary>
    /// The release that last replaced the service's container; services that a release leaves alone keep their earlier one.
    /// </summary>
    public required ReleaseId Since { get; init; }

    /// <summary>
    /// The name under which the edge finds the service's containers; null where it sends none there, and in releases from before there were
    /// such names.
    /// </summary>
    public string? Upstream { get; init; }

    /// <summary>Whether new containers of the service may run next to the live ones until the traffic is switched.</summary>
    [JsonPropertyName("standsBeside")]
    public bool SupportsRolling { get; init; }
}

/// <summary>A route as a release has it.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Path">The Caddy path matcher.</param>
/// <param name="Services">The services that answer.</param>
/// <param name="Port">The containers' port.</param>
/// <param name="Health">The path that has to answer as expected through the edge, or null.</param>
public sealed record ReleaseRoute(string Domain, string Path, ImmutableArray<string> Services, string Port, string? Health)
{
    /// <summary>What <see cref="Health"/> answers; 200 in a release from before this was noted.</summary>
    public ExpectedAnswer Expect { get; init; } = new();

    /// <summary>The path where the services speak WebSocket; null where they do not, and in a release from before this was noted.</summary>
    public string? WebSocket { get; init; }

    /// <summary>The route of a definition whose references are filled in.</summary>
    public static ReleaseRoute Of(RouteDefinition route) =>
        new(route.Domain, route.Path, route.Services, route.Port, route.Health) { WebSocket = route.WebSocket, Expect = route.Expect };

    /// <summary>The route as a definition has it.</summary>
    public RouteDefinition ToDefinition() =>
        new()
        {
            Domain = Domain,
            Path = Path,
            Services = Services,
            Port = Port,
            Health = Health,
            WebSocket = WebSocket,
            Expect = Expect,
        };
}

/// <summary>The basic auth of a release. The password itself is in the version of its env file.</summary>
/// <param name="File">The edge's file of users.</param>
/// <param name="User">The user's name.</param>
/// <param name="Fingerprint">SHA-256 of user and password.</param>
public sealed record ReleaseAccess(string File, string User, string Fingerprint)
{
    /// <summary>The edge's file of users.</summary>
    public EdgeFile ToFile() => new(File, Fingerprint) { User = User };
}

/// <summary>Where the source stands in git.</summary>
/// <param name="Commit">The commit's full hash, or null outside a git repository.</param>
/// <param name="Dirty">Whether the work tree differed from the commit.</param>
/// <param name="Snapshot">The commit that holds exactly the built work tree; equals <paramref name="Commit"/> for a clean tree; null where
/// none was made.</param>
public sealed record SourceRevision(string? Commit, bool Dirty, string? Snapshot)
{
    /// <summary>Outside a git repository.</summary>
    public static SourceRevision None { get; } = new(null, false, null);

    /// <summary>The commit in short, with a mark for a work tree that differs.</summary>
    public override string ToString() =>
        Commit is null ? "no git commit" : Commit[..Math.Min(10, Commit.Length)] + (Dirty ? " with uncommitted changes" : "");
}
