using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>What definition, Compose files, env file and work tree ask of one environment.</summary>
public sealed record DesiredState
{
    /// <summary>The definition.</summary>
    public required StackDefinition Stack { get; init; }

    /// <summary>The environment, with every <c>${KEY}</c> filled in.</summary>
    public required EnvironmentDefinition Environment { get; init; }

    /// <summary>The rendered Compose model, with <see cref="ComposeModel.ReleaseMark"/> in place of the release's id.</summary>
    public required ComposeModel Compose { get; init; }

    /// <summary>Fingerprints of what the images are built from (build section and folders' content), by service.</summary>
    public ImmutableSortedDictionary<string, string> Builds { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// The same as earlier versions made them, where the release that runs has such; without the images that others are built on, with
    /// what git knows of the folders.
    /// </summary>
    public ImmutableSortedDictionary<string, string> EarlierBuilds { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where a release is made: what services mount of the work tree and do not write to.</summary>
    public ImmutableArray<MountedSource> Mounted { get; init; } = [];

    /// <summary>The env file's path.</summary>
    public required string EnvFile { get; init; }

    /// <summary>SHA-256 of the env file.</summary>
    public required string EnvFileFingerprint { get; init; }

    /// <summary>Whether the env file does not exist yet and is written by the plan.</summary>
    public bool EnvFileIsNew { get; init; }

    /// <summary>With a rollback: the env file that comes back, where it is not the one that is there.</summary>
    public EnvRestore? EnvRestore { get; init; }

    /// <summary>With a rollback: the environment as it runs until then; null where it is the wanted one.</summary>
    public RunningEnvironment? Running { get; init; }

    /// <summary>SHA-256 of each value of the env file, by key.</summary>
    public ImmutableSortedDictionary<string, string> EnvKeys { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>With an env file that does not exist yet: the random values it would get, by key. Each plan draws others.</summary>
    public ImmutableSortedDictionary<string, string> FreshSecrets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// What is wrong with the names that the Compose files give; told once it is known that no data would be left behind, since a renamed
    /// project shows here first.
    /// </summary>
    public ImmutableArray<Problem> NameProblems { get; init; } = [];

    /// <summary>The source in the work tree.</summary>
    public SourceRevision Source { get; init; } = SourceRevision.None;

    /// <summary>The edge's files that this environment brings, and the edge's own.</summary>
    public ImmutableArray<EdgeFile> EdgeFiles { get; init; } = [];

    /// <summary>
    /// The edge's own rules as the work tree has them; null where there are none. They are among <see cref="EdgeFiles"/> where a release is
    /// made.
    /// </summary>
    public EdgeFile? EdgeRules { get; init; }

    /// <summary>Cleans the secrets that were read out of what a plan shows.</summary>
    [JsonIgnore]
    public Redactor Redactor { get; init; } = Redactor.None;

    /// <summary>The environment's site files among <see cref="EdgeFiles"/>; a release remembers them.</summary>
    public IEnumerable<EdgeFile> Sites => EdgeFiles.Where(file => file.Path.StartsWith("sites/", StringComparison.Ordinal));

    /// <summary>The edge's rendered Compose file.</summary>
    public required EdgeFile EdgeCompose { get; init; }

    /// <summary>The port of the edge for plain HTTP on this host.</summary>
    public int HttpPort { get; init; }

    /// <summary>The port of the edge for HTTPS on this host.</summary>
    public int HttpsPort { get; init; }

    /// <summary>The certificates' folders, absolute, in the order of the definition.</summary>
    public ImmutableArray<string> CertificateFolders { get; init; } = [];

    /// <summary>Where the state lies.</summary>
    public required StatePaths Paths { get; init; }

    /// <summary>When the plan is made.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The copies that a release mounts in place of files of the work tree, by the files' paths.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, string> Copies => Mounted.Where(source => source.IsHeld).ToImmutableSortedDictionary(
        source => source.Path,
        source => $"{Paths.Files(Environment.Name)}/{source.Fingerprint}",
        StringComparer.Ordinal
    );

    /// <summary>The Compose project's name.</summary>
    public string Project => Environment.Compose.Project;
}
