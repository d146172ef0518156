using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Slipway.EndToEnd.Tests;

/// <summary>A browser on this host, without its DNS: whatever the name, it asks the edge on the loopback address.</summary>
internal sealed class Visitor : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SocketsHttpHandler handler;
    private readonly HttpClient client;

    public Visitor(params int[] ports)
    {
        handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // Every request is another visitor's: what an old connection would hide must show.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = async (context, cancellation) =>
            {
                Assert.True(ports.Contains(context.DnsEndPoint.Port), $"{context.DnsEndPoint} is none of this workspace's edge.");
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
            // The edge signs names under .localhost itself.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (sender, _, _, _) => ((SslStream)sender).TargetHostName.EndsWith(".localhost", StringComparison.Ordinal) },
        };
        client = new HttpClient(handler) { Timeout = Patience };
    }

    /// <summary>Asks for an address.</summary>
    public Task<Answer> AskAsync(string address, (string User, string Password)? credentials = null) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address), credentials);

    /// <summary>Sends a form.</summary>
    public Task<Answer> PostAsync(string address, IReadOnlyDictionary<string, string> fields, (string User, string Password)? credentials = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) }, credentials);

    /// <inheritdoc />
    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request, (string User, string Password)? credentials)
    {
        using (request)
        {
            if (credentials is var (user, password))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
            }

            using var response = await client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return new Answer((int)response.StatusCode, body, response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
        }
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Asserts the status; returns the answer.</summary>
    public Answer MustBe(int status)
    {
        Assert.True(Status == status, $"The answer was {Status} in place of {status}: {Body}");
        return this;
    }
}
