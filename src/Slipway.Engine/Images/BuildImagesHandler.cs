using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Images;

/// <summary>Builds images from the work tree, or from the source of another release.</summary>
public sealed class BuildImagesHandler : ActionHandler<BuildImages>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(BuildImages action, StepContext step)
    {
        var host = step.Host;
        (string From, string To)? exported = null;
        if (action.Source is { } source)
        {
            host.Files.DeleteFolder(source.Folder);
            var root = await host.Source.ExportAsync(step.Location.Folder, source.Snapshot, source.Folder, step.Cancellation);
            exported = (root, source.Folder);
        }

        ComposeFile.Write(
            host.Files,
            action.File,
            ReleaseRendering.Build(step.Desired.Compose, step.Plan.Release!.Value, action.Images, action.Bases, exported)
        );
        await step.RunAsync(action.Command);
        if (exported is var (_, folder)) host.Files.DeleteFolder(folder);
        return string.Join(", ", action.Images.Values);
    }
}
