using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Slipway.Adapters.Tests.Http;

/// <summary>A TLS server that answers one request after the other on each connection, and holds WebSockets.</summary>
internal sealed class VisitedServer : IAsyncDisposable
{
    private const string WebSocketGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly X509Certificate2 certificate = SelfSigned();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<WebSocket> sockets = [];
    private readonly ConcurrentBag<Task> connections = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    public VisitedServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The heads of the requests, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>How many connections were made.</summary>
    public int Connections => connections.Count;

    /// <summary>How many WebSockets were opened.</summary>
    public int Opened => sockets.Count;

    /// <summary>The status and the body of an answer to a request.</summary>
    public Func<string, Task<(int Status, string Body)>> Answer { get; set; } = _ => Task.FromResult((200, "well"));

    /// <summary>Whether each connection is closed after an answer, without a word about it.</summary>
    public bool ClosesAfterwards { get; set; }

    /// <summary>How many of the next connections are closed in the middle of their greeting.</summary>
    public int BrokenGreetings { get; set; }

    /// <summary>Ends with the server.</summary>
    public Task NeverAsync() => Task.Delay(Timeout.Infinite, stop.Token);

    /// <summary>Breaks all WebSockets off.</summary>
    public void DropSockets()
    {
        foreach (var socket in sockets) socket.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var socket in sockets) socket.Dispose();
        listener.Dispose();
        certificate.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            connections.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            if (BrokenGreetings > 0)
            {
                BrokenGreetings--;
                return;
            }

            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop.Token);
            while (await ReadHeadAsync(tls) is { } head)
            {
                Requests.Enqueue(head);
                if (head.Contains("\r\nUpgrade: websocket\r\n", StringComparison.OrdinalIgnoreCase))
                {
                    await HoldAsync(tls, head);
                    return;
                }

                var (status, body) = await Answer(head);
                await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Said\r\nContent-Length: {body.Length}\r\n\r\n{body}"), stop.Token);
                if (ClosesAfterwards) return;
            }
        }
    }

    private async Task HoldAsync(SslStream tls, string head)
    {
        var key = head.Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal))["Sec-WebSocket-Key: ".Length..];
#pragma warning disable CA5350 // RFC 6455 has it so.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + WebSocketGuid)));
#pragma warning restore CA5350
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"), stop.Token);
        using var socket = WebSocket.CreateFromStream(tls, new WebSocketCreationOptions { IsServer = true });
        sockets.Enqueue(socket);
        while ((await socket.ReceiveAsync(new byte[256], stop.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop.Token);
    }

    private async Task<string?> ReadHeadAsync(SslStream tls)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await tls.ReadAsync(one, stop.Token) == 0) return null;
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
