using Slipway.Core.Environments;
using Slipway.Core.Json;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>
/// The env files that an environment's releases ran with, each under the first digits of its SHA-256. A version is never changed
/// and never removed. They hold secrets, like the env file itself.
/// </summary>
public sealed class EnvVersions(IFiles files, StatePaths paths, EnvironmentName environment)
{
    /// <summary>Keeps a text, unless it is kept already, and returns the name of its version.</summary>
    public string Keep(string text)
    {
        var fingerprint = CanonicalJson.Sha256(text);
        // A version that is there but damaged is not the text: writing it again repairs it.
        if (Read(fingerprint) is null) files.WriteText(paths.EnvVersion(environment, fingerprint), text);
        return StatePaths.EnvVersionName(fingerprint);
    }

    /// <summary>The text that has this SHA-256; null where it was not kept, or is not as it was kept.</summary>
    public string? Read(string fingerprint) =>
        files.ReadText(paths.EnvVersion(environment, fingerprint)) is { } text && CanonicalJson.Sha256(text) == fingerprint ? text : null;

    /// <summary>
    /// The values of all env files that are kept: a password of then is looked up in them, and they are cleaned out of what is shown.
    /// </summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> ReadValues() =>
        files.ListFiles(paths.EnvVersions(environment))
            .Select(name => files.ReadText($"{paths.EnvVersions(environment)}/{name}"))
            .OfType<string>()
            .Select(text => EnvFile.Parse(text, "").Values);
}
