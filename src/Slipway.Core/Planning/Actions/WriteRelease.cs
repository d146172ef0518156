using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Actions;

/// <summary>Looks up the images' ids and records the release: its rendered Compose file and its manifest.</summary>
[ActionName("writeRelease")]
public sealed record WriteRelease(ReleaseId Release, string Folder, ImmutableArray<PlannedService> Services, string Fingerprint)
    : StepAction
{
    /// <summary>The folder where the env file is kept as a version; null where there is no env file.</summary>
    public string? EnvVersions { get; init; }

    /// <summary>What the services mount of the work tree, which the release keeps copies of.</summary>
    public ImmutableArray<KeptCopy> Copies { get; init; } = [];

    /// <summary>The variables whose values the release holds, for its secrets and configs.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
    [
        .. EnvVersions is { } versions ? [$"keeps the env file as a version in {versions} (mode 0600)"] : ImmutableArray<string>.Empty,
        // The copy's name is a hash of what may be a short secret.
        .. Copies.Select(copy => $"keeps a copy of {copy.Source} in {Path.GetDirectoryName(copy.Path)}"),
        .. Variables.IsEmpty
            ? ImmutableArray<string>.Empty
            : [$"writes {string.Join(", ", Variables)} to {Folder}/{ComposeVariables.FileName} (mode 0600)"],
        $"writes {Folder}/compose.json and {Folder}/release.json (mode 0600)",
    ];
}

/// <summary>A file or folder of which a release keeps a copy.</summary>
/// <param name="Source">Its path.</param>
/// <param name="Path">The copy's path.</param>
/// <param name="Fingerprint">SHA-256 of what is copied.</param>
/// <param name="Name">Its name for people.</param>
public sealed record KeptCopy(string Source, string Path, string Fingerprint, string Name);
