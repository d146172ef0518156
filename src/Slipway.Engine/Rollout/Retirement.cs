using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Docker;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Rollout;

/// <summary>Lets containers go that the edge sends no new requests to: those in flight may end first.</summary>
/// <param name="host">The world.</param>
/// <param name="docker">Asks the engine.</param>
/// <param name="desired">Knows the edge and its network.</param>
/// <param name="run">Runs a command that has an effect.</param>
internal sealed class Retirement(Host host, DockerQueries docker, DesiredState desired, Func<Command, Task<CommandResult>> run)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <summary>Drains, stops and removes. Containers that are gone already are passed over.</summary>
    public async Task<string> RunAsync(Retire action, Action<string> onLine, CancellationToken cancellation)
    {
        var all = await docker.ContainersAsync(action.Project, cancellation);
        ImmutableArray<ObservedContainer> leaving = [.. all.Where(container => action.Services.Any(service => service.Takes(container)))];
        if (leaving.IsEmpty) return "they are gone";
        var cut = await DrainAsync(leaving, action.Drain, onLine, cancellation);
        await Task.WhenAll(
            leaving
                .Where(container => container.State is "running" or "restarting")
                .Select(container => run(DockerCommands.Stop(container.Id)))
        );
        await Task.WhenAll(leaving.Select(container => run(DockerCommands.Remove(container.Id))));
        return string.Join(", ", leaving.Select(container => container.Name))
            + (
                cut > 0
                    ? $"; {cut} {(cut == 1 ? "request or socket was" : "requests or sockets were")} still open after {action.Drain.TotalSeconds:0} s"
                    : ""
            );
    }

    /// <summary>Waits until the edge has no request in flight at containers, or the time is up.</summary>
    /// <returns>How many are left.</returns>
    public async Task<int> DrainAsync(
        ImmutableArray<ObservedContainer> containers,
        TimeSpan patience,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        ImmutableArray<string> addresses =
        [
            .. containers.Select(container => container.Addresses.GetValueOrDefault(desired.Stack.Edge.Network)).OfType<string>(),
        ];
        if (addresses.IsEmpty)
            return 0;
        var edge = (await docker.ContainersAsync(desired.Stack.Edge.Compose.Project, cancellation))
            .FirstOrDefault(container => container.Service == desired.Stack.Edge.Service && container.IsHealthy)?.Name;
        // Without an edge there are no requests.
        if (edge is null) return 0;

        var began = host.Clock.GetTimestamp();
        var told = -1;
        // A request may have read the old name and not be counted yet: it shows at the second look.
        for (var quiet = 0; ;)
        {
            var result = await host.Commands.RunAsync(CaddyCommands.Upstreams(edge), cancellation: cancellation);
            var counts = result.Succeeded ? InFlight.Parse(result.Output) : null;
            var left = counts is null ? 0 : addresses.Sum(address => counts.GetValueOrDefault(address));
            quiet = counts is not null && left == 0 ? quiet + 1 : 0;
            var elapsed = host.Clock.GetElapsedTime(began);
            if (quiet == 2 || elapsed >= patience) return left;
            if (left != told) onLine($"{left} in flight at the old containers, {(patience - elapsed).TotalSeconds:0} s left");
            told = left;
            await Task.Delay(Pace, host.Clock, cancellation);
        }
    }
}
