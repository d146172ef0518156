using Slipway.Core.Edge;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Edge;

/// <summary>Starts the edge from a Compose file that it writes, unless the edge runs from that very file.</summary>
public sealed class WriteAndRunHandler : ActionHandler<WriteAndRun>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(WriteAndRun action, StepContext step)
    {
        var (files, paths) = (step.Host.Files, step.Paths);
        // Another environment's run may have started it meanwhile, and starting it anew would cut what it serves.
        var fingerprint = EdgeFile.Of(EdgeFile.ComposePath, action.Text.Reveal()).Fingerprint;
        if (
            EdgeRecord.Read(files, paths).GetValueOrDefault(EdgeFile.ComposePath) == fingerprint
            && await step.Docker.EdgeContainerAsync(step.Desired.Stack.Edge, step.Cancellation) is { IsHealthy: true }
        )
            return "already running";

        // The edge's container mounts these folders; Docker would make them itself, readable by everybody.
        foreach (var folder in new[] { "sites", "access", Upstream.Folder }) files.CreateFolder($"{paths.Edge}/{folder}");
        if (action.Rules is { Text: { } rules } file) files.WriteText($"{paths.Edge}/{file.Path}", rules.Reveal());
        files.WriteText(action.Path, action.Text.Reveal());
        await step.RunAsync(action.Command);
        EdgeRecord.Note(files, paths, [KeyValuePair.Create(EdgeFile.ComposePath, fingerprint)]);
        return "";
    }
}
