using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Compose;
using Slipway.Core.Json;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>The releases of one environment as they lie in the state folder.</summary>
public sealed class ReleaseStore(IFiles files, StatePaths paths, EnvironmentName environment)
{
    /// <summary>The environment's ledger.</summary>
    public Ledger Ledger { get; } = new(files, paths.Ledger(environment));

    /// <summary>What the runs that have not ended work from.</summary>
    public RunStore Runs { get; } = new(files, paths, environment);

    /// <summary>The env files that the releases ran with.</summary>
    public EnvVersions EnvVersions { get; } = new(files, paths, environment);

    /// <summary>What the ledger says.</summary>
    public History ReadHistory() => History.Of(Ledger.Read());

    /// <summary>The manifest of the release that the environment runs, or null where it runs none.</summary>
    public ReleaseManifest? ReadCurrent() => ReadHistory().Current is { } current ? ReadManifest(current) : null;

    /// <summary>The manifest of a release, or null where none was written.</summary>
    public ReleaseManifest? ReadManifest(ReleaseId release)
    {
        var path = paths.Manifest(environment, release);
        if (files.ReadText(path) is not { } text) return null;
        try
        {
            return JsonSerializer.Deserialize<ReleaseManifest>(text, StateJson.Indented);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new SlipwayException(ExitCode.Failed, new Failure($"{path} cannot be read.")
            {
                Why = error.Message,
                Do = "restore the file from a backup of the state folder.",
                Now = "nothing was changed; what runs, runs on.",
            }, error);
        }
    }

    /// <summary>The rendered Compose file of a release; null where it is missing or not as it was written.</summary>
    public string? ReadCompose(ReleaseManifest manifest) =>
        files.ReadText(paths.Compose(environment, manifest.Id)) is { } text
        && (manifest.ComposeFingerprint is null || manifest.ComposeFingerprint == CanonicalJson.Sha256(text))
            ? text
            : null;

    /// <summary>The same, read; null too where it is no Compose file.</summary>
    public ComposeModel? ReadModel(ReleaseManifest manifest)
    {
        try
        {
            return ReadCompose(manifest) is { } text ? ComposeModel.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Records a release. The manifest comes last: where it is, the other files are there too.</summary>
    public void Write(ReleaseManifest manifest, string compose)
    {
        ComposeFile.Write(files, paths.Compose(environment, manifest.Id), compose);
        files.WriteText(
            paths.Manifest(environment, manifest.Id),
            JsonSerializer.Serialize(manifest with { ComposeFingerprint = CanonicalJson.Sha256(compose) }, StateJson.Indented)
        );
    }

    /// <summary>The manifests of all releases that were ever live.</summary>
    public ImmutableSortedDictionary<ReleaseId, ReleaseManifest> ReadManifests(History history) =>
        history.Releases.Where(release => release.WasLive)
            .Select(release => ReadManifest(release.Id))
            .OfType<ReleaseManifest>()
            .ToImmutableSortedDictionary(manifest => manifest.Id, manifest => manifest);
}
