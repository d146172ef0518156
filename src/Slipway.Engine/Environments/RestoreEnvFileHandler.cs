using Slipway.Core.Json;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Environments;

/// <summary>
/// Puts a kept version of the env file in place. Both files are kept before the one is replaced, so that this can be interrupted at any
/// point, run again and undone.
/// </summary>
public sealed class RestoreEnvFileHandler : ActionHandler<RestoreEnvFile>
{
    /// <inheritdoc />
    protected override Task<StepEvidence> RunAsync(RestoreEnvFile action, StepContext step) =>
        Task.FromResult<StepEvidence>(Restore(action, step));

    private static string Restore(RestoreEnvFile action, StepContext step)
    {
        var versions = step.Store.EnvVersions;
        var version = versions.Read(action.Version)
            ?? throw new StepFailedException(
                $"{action.Folder}/{StatePaths.EnvVersionName(action.Version)} is missing, or not as it was kept."
            )
            {
                ExitCode = ExitCode.Refused,
            };
        if (CanonicalJson.Sha256(step.Loaded.Env.Text.Reveal()) == action.Before) versions.Keep(step.Loaded.Env.Text.Reveal());
        var present = step.Host.Files.ReadText(action.Path);
        if (present == version) return "already in place";

        // Somebody may have edited it since the plan was made; that is kept too.
        var kept = present is null ? "" : $"the one before is kept as {action.Folder}/{versions.Keep(present)}";
        step.Host.Files.WriteText(action.Path, version);
        return kept;
    }
}
