using System.Text;
using Slipway.Core.Maintenance;
using Slipway.Core.Planning;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Http;

/// <summary>
/// Asks through the edge of this host: whatever name the address has, the connection goes to 127.0.0.1, while the name stands in
/// the TLS greeting and in the Host header. Every request has a connection of its own, since a reload of the edge must show.
/// </summary>
/// <param name="timeout">How long an answer may take.</param>
/// <param name="pass">Reads what lets a request through where the environment is under maintenance.</param>
public sealed class EdgeProbe(TimeSpan timeout, Func<string?> pass) : IProbe
{
    private const int LongestBody = 4096;

    /// <summary>Creates a probe that waits ten seconds.</summary>
    public EdgeProbe()
        : this(TimeSpan.FromSeconds(10), () => null)
    {
    }

    /// <inheritdoc />
    public IProbe WithPass(Func<string?> pass) => new EdgeProbe(timeout, pass);

    /// <inheritdoc />
    public async Task<ProbeResult> AskAsync(Probe probe, string? user, string? password, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        var certificate = new CertificateCheck();
        try
        {
            using var handler = EdgeConnection.Handler(probe.Port, certificate);
            using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            using var request = new HttpRequestMessage(HttpMethod.Get, probe.Url);
            request.Headers.UserAgent.ParseAdd("slipway");
            if (pass() is { } known) request.Headers.Add(MaintenanceState.PassHeader, known);
            if (user is not null) request.Headers.Authorization = EdgeConnection.Basic(user, password);
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

    private static async Task<string> FirstLineAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Headers.Location is { } location) return $"redirects to {location}";

        var buffer = new byte[LongestBody];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var line = Encoding.UTF8.GetString(buffer, 0, read).Split('\n').Select(text => text.Trim()).FirstOrDefault(text => text.Length > 0) ?? "";
        return string.Concat(line.Where(character => !char.IsControl(character)).Take(200));
    }
}
