using System.Net.WebSockets;
using Slipway.Core.Health;

namespace Slipway.Adapters.Http;

/// <summary>A WebSocket that is held through the edge, with a ping every few seconds, and opened again when it ends.</summary>
/// <param name="target">Where it leads.</param>
/// <param name="patience">How long opening it may take.</param>
internal sealed class HeldSocket(TrafficTarget target, TimeSpan patience)
{
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PongLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private TaskCompletionSource renewal = NewRenewal();

    /// <summary>Closes it and opens it anew.</summary>
    public void Renew() => Interlocked.Exchange(ref renewal, NewRenewal()).SetResult();

    /// <summary>Holds it until the stop.</summary>
    /// <param name="onOpened">Called when it is open for the first time.</param>
    /// <param name="onDropped">Called each time that it ended by itself.</param>
    /// <param name="stop">Closes it and ends this.</param>
    public async Task HoldAsync(Action onOpened, Action onDropped, CancellationToken stop)
    {
        using var handler = EdgeConnection.Handler(target.Port, new CertificateCheck());
        using var invoker = new HttpMessageInvoker(handler);
        var wasOpen = false;
        while (!stop.IsCancellationRequested)
        {
            await HoldOneAsync(invoker, () =>
            {
                if (!wasOpen) onOpened();
                wasOpen = true;
            }, onDropped, stop);
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HoldOneAsync(HttpMessageInvoker invoker, Action onOpened, Action onDropped, CancellationToken stop)
    {
        var renewed = Volatile.Read(ref renewal).Task;
        using var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = Ping;
        socket.Options.KeepAliveTimeout = PongLimit;
        foreach (var (name, value) in EdgeConnection.Headers(target)) socket.Options.SetRequestHeader(name, value);
        if (!await IsOpenedAsync(socket, invoker, stop)) return;
        onOpened();
        await UntilItEndsAsync(socket, Task.WhenAny(renewed, Task.Delay(Timeout.Infinite, stop)));
        if (!stop.IsCancellationRequested && !renewed.IsCompleted) onDropped();
    }

    private async Task<bool> IsOpenedAsync(ClientWebSocket socket, HttpMessageInvoker invoker, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience);
        try
        {
            await socket.ConnectAsync(new Uri(target.Url), invoker, limit.Token);
            return true;
        }
        catch (Exception error) when (error is WebSocketException or HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private static TaskCompletionSource NewRenewal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task UntilItEndsAsync(ClientWebSocket socket, Task left)
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                // A receive that is cancelled would break the connection off, so the wish to leave is awaited beside it.
                var receive = socket.ReceiveAsync(buffer, CancellationToken.None);
                if (await Task.WhenAny(receive, left) == left)
                {
                    using var limit = new CancellationTokenSource(Goodbye);
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
                    await receive.WaitAsync(limit.Token);
                    return;
                }

                if ((await receive).MessageType == WebSocketMessageType.Close) return;
            }
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It ended without a goodbye, or nobody answers ours.
        }
    }
}
