using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Parts;

/// <summary>The env file: made where there is none, and brought back with the release that ran with it.</summary>
internal static class EnvFileSteps
{
    public static IEnumerable<Step> Create(PlanContext context)
    {
        if (!context.Desired.EnvFileIsNew)
            yield break;
        yield return new Step(
            "create-env-file",
            Phase.Validate,
            $"Write {context.Desired.EnvFile} with new random secrets",
            "the file does not exist yet",
            new WriteEnvFile(context.Desired.EnvFile)
        )
        {
            UndoTitle = "none: the file stays, later deployments use it",
        };
    }

    /// <summary>
    /// A release is brought back with the env file it ran with: after the backup, before anything that the edge gets from it.
    /// </summary>
    public static IEnumerable<Step> Restore(PlanContext context, ReleaseManifest target)
    {
        if (context.Desired.EnvRestore is not { } restore) yield break;
        var file = context.Desired.EnvFile;
        var folder = context.Paths.EnvVersions(context.Environment);
        var present = context.Desired.EnvFileFingerprint;
        yield return new Step(
            "restore-env-file",
            Phase.Up,
            $"Bring back the env file of release {target.Id}",
            $"the release ran with it; {Differing(restore)}",
            new RestoreEnvFile(file, folder, restore.Fingerprint, present)
        )
        {
            Undo = new RestoreEnvFile(file, folder, present, restore.Fingerprint),
            UndoTitle = "write the file that was there before",
        };
    }

    public static IEnumerable<string> Notes(PlanContext context, ReleaseManifest target)
    {
        var desired = context.Desired;
        if (desired.EnvRestore is { } restore)
            yield return $"~ env file: back to the one of {target.Id}; {Differing(restore)}";
        else if (target.EnvVersion is null && desired.EnvFile.Length > 0 && target.EnvFileFingerprint != desired.EnvFileFingerprint)
            yield return $"! env file: the one that {target.Id} ran with was not recorded; the present one stays";
    }

    private static string Differing(EnvRestore restore) =>
        restore.Keys.IsEmpty ? "only its text differs, no value" : $"other values: {string.Join(", ", restore.Keys)}";
}
