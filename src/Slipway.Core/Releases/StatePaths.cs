using Slipway.Core.Edge;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>Where the state lies. Everything in it is written with mode 0600, in folders of mode 0700.</summary>
/// <param name="Root">The state folder of the host's checkout.</param>
/// <param name="Stack">The stack's name.</param>
public sealed record StatePaths(string Root, string Stack)
{
    /// <summary>The folder that the edge's container reads; shared by all stacks of the state folder.</summary>
    public string Edge => $"{Root}/edge";

    /// <summary>Where the edge's files are tried before it gets them; inside of its folder, so that its container sees them.</summary>
    public string EdgeStaged => $"{Edge}/{EdgeFile.StagedFolder}";

    /// <summary>The edge's rendered Compose file.</summary>
    public string EdgeCompose => $"{Root}/edge.compose.json";

    /// <summary>Which files of the edge Caddy has loaded.</summary>
    public string EdgeApplied => $"{Root}/edge.applied.json";

    /// <summary>The lock of whoever changes the edge.</summary>
    public string EdgeLock => $"{Root}/edge.lock";

    /// <summary>The key that the facts of saved plans are fingerprinted with.</summary>
    public string FingerprintKey => $"{Root}/fingerprint.key";

    /// <summary>An environment's folder.</summary>
    public string Environment(EnvironmentName environment) => $"{Root}/{Stack}/{environment}";

    /// <summary>An environment's ledger.</summary>
    public string Ledger(EnvironmentName environment) => $"{Environment(environment)}/ledger.jsonl";

    /// <summary>An environment's lock.</summary>
    public string Lock(EnvironmentName environment) => $"{Environment(environment)}/lock";

    /// <summary>The developers who pass an environment's basic auth beside the definition's user; it holds hashes.</summary>
    public string Developers(EnvironmentName environment) => $"{Environment(environment)}/developers";

    /// <summary>Who passes an environment's basic auth, within the edge's folder.</summary>
    public string UsersName(EnvironmentName environment) => $"access/{Stack}-{environment}.users";

    /// <summary>The maintenance of a Compose project, among what the edge reads.</summary>
    public string Maintenance(string project) => $"{Edge}/maintenance/{project}";

    /// <summary>The lock of whoever switches an environment's maintenance. A run that is under way does not hold it.</summary>
    public string MaintenanceLock(EnvironmentName environment) => $"{Environment(environment)}/maintenance.lock";

    /// <summary>What a run that is under way works from; it holds secrets.</summary>
    public string Run(EnvironmentName environment, int run) => $"{Runs(environment)}/{run}.json";

    /// <summary>The folder of the runs that are under way or were interrupted.</summary>
    public string Runs(EnvironmentName environment) => $"{Environment(environment)}/runs";

    /// <summary>An environment's backups.</summary>
    public string Backups(EnvironmentName environment) => $"{Environment(environment)}/backups";

    /// <summary>The versions of an environment's env file that its releases ran with.</summary>
    public string EnvVersions(EnvironmentName environment) => $"{Environment(environment)}/env";

    /// <summary>The version of an env file that has this SHA-256.</summary>
    public string EnvVersion(EnvironmentName environment, string fingerprint) =>
        $"{EnvVersions(environment)}/{EnvVersionName(fingerprint)}";

    /// <summary>The name of a version's file: the first digits of its SHA-256.</summary>
    public static string EnvVersionName(string fingerprint) => $"{fingerprint[..16]}.env";

    /// <summary>The files of the work tree that an environment's releases mount, each under its SHA-256.</summary>
    public string Files(EnvironmentName environment) => $"{Environment(environment)}/files";

    /// <summary>A release's folder.</summary>
    public string Release(EnvironmentName environment, ReleaseId release) => $"{Environment(environment)}/releases/{release}";

    /// <summary>A release's rendered Compose file.</summary>
    public string Compose(EnvironmentName environment, ReleaseId release) => $"{Release(environment, release)}/compose.json";

    /// <summary>A release's manifest.</summary>
    public string Manifest(EnvironmentName environment, ReleaseId release) => $"{Release(environment, release)}/release.json";
}
