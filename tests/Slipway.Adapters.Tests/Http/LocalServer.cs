using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Slipway.Adapters.Tests.Http;

/// <summary>A TLS server that answers one request with a text, and remembers what it was asked.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task served;

    public LocalServer(X509Certificate2 certificate, string answer)
    {
        listener.Start();
        served = ServeAsync(certificate, answer);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The name in the TLS greeting.</summary>
    public string GreetedAs { get; private set; } = "";

    /// <summary>The request's head.</summary>
    public string Request { get; private set; } = "";

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await served.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
    }

    private async Task ServeAsync(X509Certificate2 certificate, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync((_, hello, _, _) =>
        {
            GreetedAs = hello.ServerName;
            return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        }, null);
        var head = new StringBuilder();
        var buffer = new byte[1024];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await tls.ReadAsync(buffer);
            if (read == 0) return;
            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        Request = head.ToString();
        // An empty answer stands for a server that hangs: it keeps the connection until the client gives up.
        if (answer.Length == 0) await tls.CopyToAsync(Stream.Null);
        else await tls.WriteAsync(Encoding.ASCII.GetBytes(answer.ReplaceLineEndings("\r\n")));
    }
}
