using Slipway.Core.Edge;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Runs;

/// <summary>The files that say where the edge sends the requests of a route.</summary>
internal sealed class UpstreamFiles(IFiles files, StatePaths paths)
{
    /// <summary>The file of an upstream.</summary>
    public string PathOf(Upstream upstream) => $"{paths.Edge}/{upstream.File}";

    /// <summary>The name that the file has; null where there is no file.</summary>
    public string? Read(Upstream upstream) => files.ReadText(PathOf(upstream));

    /// <summary>In one step, so that each request finds the old name or the new one.</summary>
    public void Write(Upstream upstream)
    {
        if (upstream.Name is { } name) files.WriteText(PathOf(upstream), name);
        else files.Delete(PathOf(upstream));
    }
}
