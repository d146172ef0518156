using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Slipway.Core.Planning;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Http;

/// <summary>
/// Asks through the edge of this host: whatever name the address has, the connection goes to 127.0.0.1, while the name stands in
/// the TLS greeting and in the Host header. Every request has a connection of its own, since a reload of the edge must show.
/// </summary>
/// <param name="timeout">How long an answer may take.</param>
public sealed class EdgeProbe(TimeSpan timeout) : IProbe
{
    private const int LongestBody = 4096;

    /// <summary>Creates a probe that waits ten seconds.</summary>
    public EdgeProbe()
        : this(TimeSpan.FromSeconds(10))
    {
    }

    /// <inheritdoc />
    public async Task<ProbeResult> AskAsync(Probe probe, string? user, string? password, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        var certificate = new CertificateCheck();
        try
        {
            using var handler = Handler(probe.Port, certificate);
            using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            using var request = new HttpRequestMessage(HttpMethod.Get, probe.Url);
            request.Headers.UserAgent.ParseAdd("slipway");
            if (user is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new ProbeResult((int)response.StatusCode, response.IsSuccessStatusCode ? "" : await FirstLineAsync(response, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProbeResult(null, $"no answer in {timeout.TotalSeconds:0.###} s");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new ProbeResult(null, certificate.Problem ?? (error.InnerException ?? error).Message);
        }
    }

    private static SocketsHttpHandler Handler(int port, CertificateCheck certificate) => new()
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

    private static async Task<string> FirstLineAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Headers.Location is { } location) return $"redirects to {location}";

        var buffer = new byte[LongestBody];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var line = Encoding.UTF8.GetString(buffer, 0, read).Split('\n').Select(text => text.Trim()).FirstOrDefault(text => text.Length > 0) ?? "";
        return string.Concat(line.Where(character => !char.IsControl(character)).Take(200));
    }

    /// <summary>Keeps why a certificate was not accepted, since .NET's own message does not say it once there is a callback.</summary>
    private sealed class CertificateCheck
    {
        public string? Problem { get; private set; }

        public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            var host = ((SslStream)sender).TargetHostName;
            // Names that never leave this machine: no authority signs them, the edge does so itself.
            if (errors == SslPolicyErrors.None || host == "localhost" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)) return true;

            var reasons = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? new List<string> { $"it is not for {host}" } : [];
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) reasons.AddRange(chain!.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct());
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) reasons.Add("there is none");
            Problem = $"the certificate of {host} is not trusted: {string.Join("; ", reasons)}";
            return false;
        }
    }
}
