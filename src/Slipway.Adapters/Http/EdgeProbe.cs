using System.Diagnostics;
using System.Text;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
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
    private const int LongestBody = 64 * 1024;

    /// <summary>Creates a probe that waits ten seconds.</summary>
    public EdgeProbe()
        : this(TimeSpan.FromSeconds(10), () => null)
    {
    }

    /// <inheritdoc />
    public IProbe WithPass(Func<string?> pass) => new EdgeProbe(timeout, pass);

    /// <inheritdoc />
    public async Task<ProbeResult> AskAsync(Probe probe, string? user, Secret? password, CancellationToken cancellation)
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
            var began = Stopwatch.GetTimestamp();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var latency = Stopwatch.GetElapsedTime(began);
            return await ReadAsync(probe.Expect, response, limit.Token) with { Latency = latency };
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

    private static async Task<ProbeResult> ReadAsync(ExpectedAnswer expect, HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        var header = expect.HeaderName() is { } name ? HeaderOf(response, name) : null;
        if (status != expect.Status && response.Headers.Location is { } location)
            return new ProbeResult(status, $"redirects to {location}") { Header = header };
        if (status == expect.Status && expect is { Body: null, Header: null })
            return new ProbeResult(status, "");

        var buffer = new byte[LongestBody];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var text = Encoding.UTF8.GetString(buffer, 0, read);
        var line = text.Split('\n').Select(part => part.Trim()).FirstOrDefault(part => part.Length > 0) ?? "";
        return new ProbeResult(status, string.Concat(line.Where(character => !char.IsControl(character)).Take(200)))
        {
            Body = text,
            Header = header,
        };
    }

    // As it was sent: .NET's own reading of known headers changes blanks and order.
    private static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values)
        || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
}
