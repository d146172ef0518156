using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Text;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Files that containers mount: they have to be there, and to be of a size that a release can hold.</summary>
public sealed class MountedFile : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/mounted-file";

    /// <inheritdoc />
    public override string Reason =>
        "A container does not start without the files of its configs and secrets, and a release holds copies of what it mounts of the "
        + "work tree, so that a rollback brings them back.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.Environments
        from source in environment.Mounted
        from service in environment.Services
        from mount in service.Mounts
        where mount.Source == source.Path && IsBroken(mount, source)
        let place = environment.OriginOf(service, mount)
        group (environment, service, mount) by (place.File, place.Line, Place: place, source.Name, source.State) into broken
        select Found(
            broken.Key.Place,
            $"{Listed(broken.Select(use => use.service.Name))} of {Listed(broken.Select(use => use.environment.Name))} "
            + $"{Count.Noun(broken.Count(), "mounts", "mount")} {broken.Key.Name}, "
            + (broken.Key.State == FileTreeState.Missing
                ? "which is not there"
                : $"which has more than {FileTree.MostEntries} files or {Bytes.Text(FileTree.MostBytes)}"),
            broken.Key.State == FileTreeState.Missing
                ? "add the file, or correct the path"
                : "mount the part that the service needs; what is no part of the source belongs into a volume, or outside of the work tree",
            [.. broken.Select(use => use.environment.Name).Distinct()]);

    // Docker makes a folder where a bind mount has no source.
    private static bool IsBroken(ComposeMount mount, MountedSource source) => source.State switch
    {
        FileTreeState.Missing => mount.Kind is MountKind.Secret or MountKind.Config,
        FileTreeState.TooLarge => true,
        _ => false,
    };
}
