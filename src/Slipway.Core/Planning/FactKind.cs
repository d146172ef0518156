using System.Collections.Immutable;

namespace Slipway.Core.Planning;

/// <summary>A kind of fact that plans are computed from. A fact's name begins with the kind's word.</summary>
/// <param name="Word">The word.</param>
/// <param name="IsShown">Whether the value may be read by anybody and says something; all others are kept as fingerprints, since secrets
/// stand behind them.</param>
/// <param name="Come">How it is said that there is one more.</param>
/// <param name="Gone">How it is said that there is one less.</param>
internal sealed record FactKind(string Word, bool IsShown, string Come = "has come", string Gone = "is gone")
{
    /// <summary>Begins the value of an image that is there under other names only.</summary>
    public const string Untagged = "untagged ";

    public static readonly FactKind Definition = new("definition", IsShown: false);
    public static readonly FactKind Route = new("route", IsShown: true);
    public static readonly FactKind EnvFile = new("env file", IsShown: false);
    public static readonly FactKind EnvKey = new("env key", IsShown: false);
    public static readonly FactKind RestoredEnvFile = new("kept env file", IsShown: false);
    public static readonly FactKind StateFile = new("state file", IsShown: false);
    public static readonly FactKind MountedCopies = new("copies of mounted files", IsShown: false, "have come", "are gone");
    public static readonly FactKind Commit = new("commit", IsShown: true);
    public static readonly FactKind Source = new("source of", IsShown: false);
    public static readonly FactKind MountedFile = new("mounted file", IsShown: false);
    public static readonly FactKind Service = new("compose service", IsShown: false);
    public static readonly FactKind CurrentRelease = new("current release", IsShown: true);
    public static readonly FactKind PromotedRelease = new("promoted release", IsShown: true);
    public static readonly FactKind EarlierRelease = new("earlier release", IsShown: true);
    public static readonly FactKind Image = new("image", IsShown: true);
    public static readonly FactKind Container = new("container", IsShown: true);
    public static readonly FactKind EdgeContainer = new("edge container", IsShown: true) { IsShared = true };
    public static readonly FactKind Volume = new("volume", IsShown: true);
    public static readonly FactKind Network = new("network", IsShown: true) { IsShared = true };
    public static readonly FactKind AppliedMigrations = new("applied migrations", IsShown: true, "are known now", "are not known any more");
    public static readonly FactKind Migration = new("migration", IsShown: true, "was applied", "is not applied any more");
    public static readonly FactKind Certificates = new("certificates of", IsShown: true, "have come", "are gone");
    public static readonly FactKind EdgeFile = new("edge file", IsShown: false);
    public static readonly FactKind LoadedEdgeFile = new("loaded edge file", IsShown: false) { IsShared = true };

    /// <summary>All kinds, causes before what follows from them: the order in which changes are told.</summary>
    private static readonly ImmutableArray<FactKind> All =
    [
        Definition,
        Route,
        EnvFile,
        EnvKey,
        RestoredEnvFile,
        Commit,
        Source,
        MountedFile,
        CurrentRelease,
        PromotedRelease,
        EarlierRelease,
        StateFile,
        MountedCopies,
        Image,
        Container,
        EdgeContainer,
        Volume,
        Network,
        AppliedMigrations,
        Migration,
        Certificates,
        EdgeFile,
        Service,
        LoadedEdgeFile,
    ];

    /// <summary>Whether another environment's run may change it in passing: the edge serves them all.</summary>
    public bool IsShared { get; private init; }

    /// <summary>The place among all kinds.</summary>
    public int Order => All.IndexOf(this);

    /// <summary>The kind of a fact; null for one that this version does not know.</summary>
    public static FactKind? Of(string fact) =>
        All.Where(kind => fact == kind.Word || fact.StartsWith(kind.Word + " ", StringComparison.Ordinal)).MaxBy(kind => kind.Word.Length);
}
