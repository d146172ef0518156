using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Runs;

/// <summary>What visitors of an environment get after a run did not come to its end: asked, not assumed.</summary>
/// <param name="host">The ports of the machine.</param>
/// <param name="environment">The environment.</param>
/// <param name="targets">The public routes that were there when the run began; none where nothing ran.</param>
/// <param name="patience">For how long an answer that is no good is asked for again: what was rolled back may still be starting.</param>
public sealed class Standing(Host host, EnvironmentName environment, ImmutableArray<TrafficTarget> targets, TimeSpan patience)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ImmutableArray<TrafficTarget> routes = [.. targets.Where(target => !target.IsWebSocket)];

    /// <summary>A sentence about each public route, as a request through the edge just found it.</summary>
    /// <param name="assumed">
    /// The sentence that is right where all routes answer as before, and where there is none to ask; empty for none.
    /// </param>
    /// <param name="cancellation">Ends the requests.</param>
    public async Task<string> LookAsync(string assumed, CancellationToken cancellation)
    {
        if (routes.IsEmpty) return assumed;
        var poll = new Poll(host.Clock, Pause, patience);
        while (true)
        {
            var answers = await Task.WhenAll(routes.Select(route => AskAsync(route, cancellation)));
            var bad = answers.Where(answer => !answer.IsGood).Select(answer => answer.Text).ToImmutableArray();
            var begin = assumed.Length > 0 ? assumed.TrimEnd('.') + ": " : "";
            if (bad.IsEmpty) return $"{begin}{string.Join(", ", answers.Select(answer => answer.Text))}.";
            if (poll.IsOver) return $"{environment} does not answer as before: {string.Join(", ", bad)}.";
            await poll.PauseAsync(cancellation);
        }
    }

    private async Task<(bool IsGood, string Text)> AskAsync(TrafficTarget route, CancellationToken cancellation)
    {
        var probe = new Probe(route.Url, route.Port, route.User is not null);
        var result = await host.Probe.WithPass(() => route.Pass?.Reveal()).AskAsync(probe, route.User, route.Password, cancellation);
        return result.Status is { } status
            ? (route.IsGood(status), $"{route.Url} answered {status}")
            : (false, $"{route.Url} did not answer");
    }
}
