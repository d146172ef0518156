using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Adapters.Tests.Caddy;

/// <summary>An application of this process's own that the edge's container reaches: it says how long a body was, and gives back what comes over a WebSocket.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Any, 0);
    private readonly CancellationTokenSource end = new();

    public Upstream()
    {
        listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true) _ = AnswerAsync(await listener.AcceptTcpClientAsync(end.Token));
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var head = await HeadAsync(stream);
                if (Header(head, "Sec-WebSocket-Key") is { } key) await EchoAsync(stream, key);
                else await SayAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n{await LengthAsync(stream, head)} bytes");
            }
            catch (Exception error) when (error is IOException or WebSocketException or OperationCanceledException)
            {
                // The edge went, or the tests are over.
            }
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, end.Token) == 1) head.Append((char)one[0]);
        return head.ToString();
    }

    private async Task<int> LengthAsync(NetworkStream stream, string head)
    {
        var expected = int.Parse(Header(head, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
        await stream.ReadExactlyAsync(new byte[expected], end.Token);
        return expected;
    }

    private async Task EchoAsync(NetworkStream stream, string key)
    {
#pragma warning disable CA5350 // RFC 6455 asks for SHA-1.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await SayAsync(stream, $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, end.Token) is { MessageType: not WebSocketMessageType.Close } message)
        {
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, end.Token);
        }
    }

    private Task SayAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), end.Token).AsTask();

    private static string? Header(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
