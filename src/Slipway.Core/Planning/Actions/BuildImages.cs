using System.Collections.Immutable;
using Slipway.Core.Commands;

namespace Slipway.Core.Planning.Actions;

/// <summary>Builds images, each tagged with the release.</summary>
/// <param name="Images">Image reference by service, one service a distinct build.</param>
/// <param name="Source">Where the source of another release is taken from in place of the work tree, or null.</param>
/// <param name="File">The Compose file that the command reads; written by this action.</param>
/// <param name="Command">The command.</param>
[ActionName("buildImages")]
public sealed record BuildImages(ImmutableSortedDictionary<string, string> Images, SourceExport? Source, string File, Command Command)
    : StepAction
{
    /// <summary>The context by service, where an image is built on that of a service which is not built here.</summary>
    public ImmutableSortedDictionary<string, string> Bases { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            .. Source is { } source
                ? [$"git archive {source.Snapshot} | tar --extract --directory {source.Folder}, removed after the build"]
                : ImmutableArray<string>.Empty,
            $"writes {File} (mode 0600)",
            Command.ToString(),
            .. Images.Values.Select(image => $"makes image {image}"),
        ];
}

/// <summary>A git snapshot that is unpacked into a folder, so that images are built from the very source of another release.</summary>
/// <param name="Snapshot">The commit.</param>
/// <param name="Folder">The folder, which stands for the work tree's root while the images are built.</param>
public sealed record SourceExport(string Snapshot, string Folder);
