using System.Collections.Immutable;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Actions;

/// <summary>Keeps the env file that is there as a version, then puts another version in its place.</summary>
/// <param name="Path">The env file.</param>
/// <param name="Folder">The folder of the versions.</param>
/// <param name="Version">SHA-256 of the version that comes back.</param>
/// <param name="Before">SHA-256 of the file that is there when the plan is made.</param>
[ActionName("restoreEnvFile")]
public sealed record RestoreEnvFile(string Path, string Folder, string Version, string Before) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
    [
        $"keeps {Path} as {Folder}/{StatePaths.EnvVersionName(Before)} (mode 0600)",
        $"writes {Path} as {Folder}/{StatePaths.EnvVersionName(Version)} has it (mode 0600)",
    ];
}
