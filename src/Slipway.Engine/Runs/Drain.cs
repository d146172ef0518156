using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Observed;

namespace Slipway.Engine.Runs;

/// <summary>Waits until requests in flight have ended.</summary>
internal sealed class Drain(StepContext step)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until the edge has no request in flight at containers, or the time is up.</summary>
    /// <returns>How many are left.</returns>
    public async Task<int> WaitAsync(ImmutableArray<ObservedContainer> containers, TimeSpan limit)
    {
        // Slipway's own WebSockets are no reason to wait.
        step.Traffic?.Reopen(step.Desired.Environment.Name);
        ImmutableArray<string> addresses =
        [
            .. containers.Select(container => container.Addresses.GetValueOrDefault(step.Desired.Stack.Edge.Network)).OfType<string>(),
        ];
        if (addresses.IsEmpty) return 0;
        // Without an edge there are no requests.
        if (await step.Docker.EdgeContainerAsync(step.Desired.Stack.Edge, step.Cancellation) is not { IsHealthy: true } edge) return 0;

        var poll = new Poll(step.Host.Clock, Pause, limit);
        var told = -1;
        // A request may have read the old name and not be counted yet: it shows at the second look.
        for (var quiet = 0; ;)
        {
            var result = await step.Host.Commands.RunAsync(CaddyCommands.Upstreams(edge.Name), cancellation: step.Cancellation);
            var counts = result.Succeeded ? InFlight.Parse(result.Output) : null;
            var open = counts is null ? 0 : addresses.Sum(address => counts.GetValueOrDefault(address));
            quiet = counts is not null && open == 0 ? quiet + 1 : 0;
            if (quiet == 2 || poll.IsOver) return open;
            if (open != told) step.OnLine($"{open} in flight at the old containers, {poll.Left.TotalSeconds:0} s left");
            told = open;
            await poll.PauseAsync(step.Cancellation);
        }
    }
}
