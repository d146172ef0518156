using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Secrets;

namespace Slipway.Adapters.Http;

/// <summary>Connections to the edge of this host, whatever name an address has.</summary>
internal static class EdgeConnection
{
    /// <summary>Connects to a port of 127.0.0.1, with the address's own name in the TLS greeting and in the Host header.</summary>
    public static SocketsHttpHandler Handler(int port, CertificateCheck certificate) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = certificate.Accept },
    };

    /// <summary>The headers that let a visit through, by name.</summary>
    public static IEnumerable<(string Name, string Value)> Headers(TrafficTarget target)
    {
        if (target.User is { } user) yield return ("Authorization", Basic(user, target.Password).ToString());
        if (target.Pass is { } pass) yield return (MaintenanceState.PassHeader, pass.Reveal());
    }

    /// <summary>The header of basic auth.</summary>
    public static AuthenticationHeaderValue Basic(string user, Secret? password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password?.Reveal()}")));
}
