using System.Net.WebSockets;

namespace Showcase.Api;

/// <summary>A WebSocket that sends back what it receives, and says goodbye (1001) when the server stops.</summary>
internal static class EchoEndpoint
{
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(5);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/ws", async (HttpContext http, IHostApplicationLifetime lifetime) =>
    {
        if (!http.WebSockets.IsWebSocketRequest)
            return Results.Problem("This address speaks WebSocket only.", statusCode: StatusCodes.Status400BadRequest);

        using WebSocket socket = await http.WebSockets.AcceptWebSocketAsync();
        try
        {
            await EchoAsync(socket, lifetime.ApplicationStopping, http.RequestAborted);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The other end is gone, or it did not answer the goodbye.
        }

        return Results.Empty;
    });

    private static async Task EchoAsync(WebSocket socket, CancellationToken stopping, CancellationToken aborted)
    {
        byte[] buffer = new byte[16 * 1024];
        Task stop = Task.Delay(Timeout.Infinite, stopping);
        while (true)
        {
            // A cancelled receive would abort the connection without a goodbye, so the stop is awaited beside it.
            Task<WebSocketReceiveResult> receive = socket.ReceiveAsync(buffer, aborted);
            if (await Task.WhenAny(receive, stop) == stop)
            {
                await SayGoodbyeAsync(socket, receive, buffer);
                return;
            }

            WebSocketReceiveResult result = await receive;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, aborted);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, result.Count), result.MessageType, result.EndOfMessage, aborted);
        }
    }

    private static async Task SayGoodbyeAsync(WebSocket socket, Task<WebSocketReceiveResult> receive, byte[] buffer)
    {
        using CancellationTokenSource limit = new(GoodbyePatience);
        await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "The server stops; connect again.", limit.Token);
        WebSocketReceiveResult result = await receive.WaitAsync(limit.Token);
        while (result.MessageType != WebSocketMessageType.Close)
            result = await socket.ReceiveAsync(buffer, limit.Token);
    }
}
