using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Rollout;

/// <summary>Writes the names that the edge sends requests to from now on.</summary>
public sealed class SwitchTrafficHandler : ActionHandler<SwitchTraffic>
{
    /// <inheritdoc />
    protected override Task<StepEvidence> RunAsync(SwitchTraffic action, StepContext step)
    {
        var files = new UpstreamFiles(step.Host.Files, step.Paths);
        foreach (var upstream in action.Upstreams) files.Write(upstream);
        return Task.FromResult<StepEvidence>(string.Join(", ", action.Upstreams.Select(upstream => upstream.Name).OfType<string>()));
    }
}
