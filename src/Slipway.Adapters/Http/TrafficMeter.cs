using System.Collections.Immutable;
using System.Diagnostics;
using Slipway.Core.Health;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Http;

/// <summary>
/// Asks each address over a connection of its own that is kept, so that what a visitor in the middle of things notices shows too.
/// A connection that the edge closes between two requests is made anew, as browsers do it; one that cannot be made is tried once more.
/// </summary>
internal sealed class TrafficMeter : ITrafficMeter
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lock turn = new();
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly TimeSpan pace;
    private readonly TimeSpan patience;
    private readonly ImmutableArray<TrafficTally> tallies;
    private readonly ImmutableArray<(EnvironmentName Environment, HeldSocket Socket)> sockets;
    private readonly CancellationTokenSource last = new();
    private readonly Task requests;
    private readonly Task held;

    /// <summary>Begins the visits.</summary>
    public TrafficMeter(ImmutableArray<TrafficTarget> targets, TimeSpan pace, TimeSpan patience)
    {
        this.pace = pace;
        this.patience = patience;
        var environments = targets
            .GroupBy(target => target.Environment)
            .Select(group =>
                (
                    Routes: group.Where(target => !target.IsWebSocket).ToImmutableArray(),
                    Sockets: group.Where(target => target.IsWebSocket).ToImmutableArray(),
                    Environment: group.Key
                )
            )
            .Select(group =>
                (
                    group.Routes,
                    Sockets: group.Sockets.Select(target => new HeldSocket(target, patience)).ToImmutableArray(),
                    Tally: new TrafficTally(group.Environment, group.Routes.Length, pace),
                    group.Environment
                )
            )
            .ToImmutableArray();
        tallies = [.. environments.Select(environment => environment.Tally)];
        sockets = [.. environments.SelectMany(environment => environment.Sockets.Select(socket => (environment.Environment, socket)))];
        requests = Task.WhenAll(environments.SelectMany(environment =>
            environment.Routes.Select((target, route) => Task.Run(() => AskAsync(target, environment.Tally, route)))));
        held = Task.WhenAll(environments.SelectMany(environment =>
            environment.Sockets.Select(socket => Task.Run(() => socket.HoldAsync(
                () => Note(environment.Tally.Opened), () => Note(environment.Tally.Dropped), stop.Token)))));
    }

    /// <inheritdoc />
    public void Touch()
    {
        lock (turn)
        {
            foreach (var tally in tallies) tally.Touch();
        }
    }

    /// <inheritdoc />
    public void Reopen(EnvironmentName environment)
    {
        foreach (var (_, socket) in sockets.Where(held => held.Environment == environment)) socket.Renew();
    }

    /// <inheritdoc />
    public async Task EndAsync()
    {
        await last.CancelAsync();
        await requests;
    }

    /// <inheritdoc />
    public ImmutableArray<TrafficFigures> Read()
    {
        lock (turn) return [.. tallies.Select(tally => tally.Read(Stopwatch.GetElapsedTime(began)))];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await EndAsync();
        await held;
        last.Dispose();
        stop.Dispose();
    }

    private void Note(Action what)
    {
        lock (turn) what();
    }

    private async Task AskAsync(TrafficTarget target, TrafficTally tally, int route)
    {
        using var handler = EdgeConnection.Handler(target.Port, new CertificateCheck());
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        while (true)
        {
            var asked = Stopwatch.GetElapsedTime(began);
            var isGood = await IsGoodAsync(client, target);
            if (stop.IsCancellationRequested) return;
            var ended = Stopwatch.GetElapsedTime(began);
            Note(() => tally.Ended(route, ended, ended - asked, isGood));
            if (asked + pace - ended is var left && left > TimeSpan.Zero)
                await Task.Delay(left, last.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (last.IsCancellationRequested)
                return;
        }
    }

    private async Task<bool> IsGoodAsync(HttpClient client, TrafficTarget target)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(patience);
        for (var again = false; ; again = true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, target.Url);
                request.Headers.UserAgent.ParseAdd("slipway");
                foreach (var (name, value) in EdgeConnection.Headers(target)) request.Headers.Add(name, value);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                // An answer that breaks off is none; and what was not read would cost the connection.
                await response.Content.CopyToAsync(Stream.Null, limit.Token);
                return target.IsGood((int)response.StatusCode);
            }
            catch (HttpRequestException error)
                when (!again && error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
            {
                // A reload of Caddy (2.11) closes connections whose handshake is under way; nothing was asked yet.
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                return false;
            }
        }
    }
}
