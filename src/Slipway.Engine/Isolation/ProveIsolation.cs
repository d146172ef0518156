using Slipway.Core.Validation.Live;
using Slipway.Engine.Docker;
using Slipway.Engine.Session;

namespace Slipway.Engine.Isolation;

/// <summary>Proves on the running host that the environments do not reach each other.</summary>
public sealed class ProveIsolation(StackSession session)
{
    /// <summary>The verdict of probes in every environment that runs.</summary>
    public async Task<LiveVerdict> RunAsync(CancellationToken cancellation)
    {
        var stack = session.Definition;
        await new DockerQueries(session.Host.Commands).RequireEngineAsync(cancellation);
        using var activity = session.Host.Report.Activity("probing what the environments reach of each other");
        return await new IsolationProbe(session.Host, session.Location).ProveAsync(stack, cancellation);
    }
}
