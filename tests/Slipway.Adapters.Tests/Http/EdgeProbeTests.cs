using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Slipway.Adapters.Http;
using Slipway.Core.Health;
using Slipway.Core.Stack;

namespace Slipway.Adapters.Tests.Http;

/// <summary>Asks a real TLS server, whose certificate nobody trusts.</summary>
public sealed class EdgeProbeTests : IDisposable
{
    private const string Well = "HTTP/1.1 200 OK\nContent-Length: 4\nConnection: close\n\nwell";

    private readonly X509Certificate2 certificate = SelfSigned();
    private readonly EdgeProbe edge = new();

    public void Dispose() => certificate.Dispose();

    [Fact]
    public async Task The_request_goes_to_this_host_with_the_name_in_the_greeting_and_in_the_Host_header()
    {
        await using var server = new LocalServer(certificate, Well);

        var result = await edge.AskAsync(new Probe("https://development.makapix.localhost/health?deep=1", server.Port, false), null, null, default);

        Assert.Equal(new ProbeResult(200, ""), result with { Latency = TimeSpan.Zero });
        Assert.InRange(result.Latency, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
        Assert.Equal("development.makapix.localhost", server.GreetedAs);
        Assert.Equal("GET /health?deep=1 HTTP/1.1\r\nHost: development.makapix.localhost\r\nUser-Agent: slipway\r\n\r\n", server.Request);
    }

    [Fact]
    public async Task The_port_of_the_address_stays_in_the_Host_header()
    {
        await using var server = new LocalServer(certificate, Well);

        await edge.AskAsync(new Probe("https://makapix.localhost:8443/", server.Port, false), null, null, default);

        Assert.Contains("\r\nHost: makapix.localhost:8443\r\n", server.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_and_password_go_along_as_basic_auth()
    {
        await using var server = new LocalServer(certificate, Well);

        await edge.AskAsync(new Probe("https://app.localhost/", server.Port, true), "developer", "pässword:1", default);

        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes("developer:pässword:1"));
        Assert.Contains($"\r\nAuthorization: Basic {expected}\r\n", server.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pass_of_a_maintenance_goes_along_where_there_is_one()
    {
        await using var without = new LocalServer(certificate, Well);
        await edge.WithPass(() => null).AskAsync(new Probe("https://app.localhost/", without.Port, false), null, null, default);
        Assert.DoesNotContain("X-Slipway-Pass", without.Request, StringComparison.Ordinal);

        await using var server = new LocalServer(certificate, Well);
        await edge.WithPass(() => "a-pass").AskAsync(new Probe("https://app.localhost/", server.Port, false), null, null, default);
        Assert.Contains("\r\nX-Slipway-Pass: a-pass\r\n", server.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        await using var server = new LocalServer(certificate, "HTTP/1.1 308 Permanent Redirect\nLocation: https://elsewhere.example/\nContent-Length: 0\nConnection: close\n\n");

        var result = await edge.AskAsync(new Probe("https://app.localhost/", server.Port, false), null, null, default);

        Assert.Equal(new ProbeResult(308, "redirects to https://elsewhere.example/"), result with { Latency = TimeSpan.Zero });
    }

    [Fact]
    public async Task A_text_and_a_header_that_are_expected_are_read_as_they_were_sent()
    {
        await using var server = new LocalServer(certificate, "HTTP/1.1 200 OK\nCache-Control: public,max-age=5\ncache-control: no-transform\nContent-Length: 17\nConnection: close\n\nok\nready: nearly");

        var result = await edge.AskAsync(new Probe("https://app.localhost/", server.Port, false) { Expect = new ExpectedAnswer { Body = "ready", Header = "Cache-Control: no-store" } }, null, null, default);

        Assert.Equal(new ProbeResult(200, "ok") { Body = "ok\r\nready: nearly", Header = "public,max-age=5, no-transform" }, result with { Latency = TimeSpan.Zero });
    }

    [Fact]
    public async Task A_header_of_the_content_counts_as_a_header_and_one_that_is_not_there_is_none()
    {
        await using var server = new LocalServer(certificate, "HTTP/1.1 204 No Content\nContent-Type: text/plain\nConnection: close\n\n");
        await using var other = new LocalServer(certificate, Well);

        Assert.Equal("text/plain", (await AskAsync(server)).Header);
        Assert.Null((await AskAsync(other)).Header);

        Task<ProbeResult> AskAsync(LocalServer of) => edge.AskAsync(new Probe("https://app.localhost/", of.Port, false) { Expect = new ExpectedAnswer { Header = "content-type: text/plain" } }, null, null, default);
    }

    [Fact]
    public async Task A_status_that_is_expected_is_healthy_whatever_it_is()
    {
        await using var server = new LocalServer(certificate, "HTTP/1.1 308 Permanent Redirect\nLocation: https://elsewhere.example/\nContent-Length: 0\nConnection: close\n\n");
        var expect = new ExpectedAnswer { Status = 308 };

        Assert.Null((await edge.AskAsync(new Probe("https://app.localhost/", server.Port, false) { Expect = expect }, null, null, default)).BreachOf(expect));
    }

    [Fact]
    public async Task An_answer_that_is_no_success_comes_with_the_first_line_of_its_body()
    {
        await using var server = new LocalServer(certificate, "HTTP/1.1 503 Service Unavailable\nContent-Length: 41\nConnection: close\n\n\n  database: \u001b[31mconnection refused  \nmore");

        var result = await edge.AskAsync(new Probe("https://app.localhost/", server.Port, false), null, null, default);

        Assert.Equal(503, result.Status);
        Assert.Equal("database: [31mconnection refused", result.Detail);
    }

    [Theory]
    [InlineData("makapix.club")]
    [InlineData("localhost.makapix.club")]
    [InlineData("evillocalhost")]
    public async Task Only_names_of_this_machine_may_have_a_certificate_that_nobody_trusts(string host)
    {
        await using var server = new LocalServer(certificate, Well);

        var result = await edge.AskAsync(new Probe($"https://{host}/", server.Port, false), "user", "password", default);

        Assert.Null(result.Status);
        Assert.StartsWith($"the certificate of {host} is not trusted: it is not for {host}; ", result.Detail, StringComparison.Ordinal);
        Assert.Equal("", server.Request);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_result()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var result = await edge.AskAsync(new Probe("https://app.localhost/", port, false), null, null, default);

        Assert.Equal(new ProbeResult(null, "Connection refused"), result);
    }

    [Fact]
    public async Task A_server_that_closes_without_an_answer_is_a_result()
    {
        await using var server = new LocalServer(certificate, "\n");

        var result = await edge.AskAsync(new Probe("https://app.localhost/", server.Port, false), null, null, default);

        Assert.Null(result.Status);
        Assert.NotEqual("", result.Detail);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up()
    {
        await using var server = new LocalServer(certificate, "");

        var result = await new EdgeProbe(TimeSpan.FromSeconds(0.5), () => null).AskAsync(new Probe("https://app.localhost/", server.Port, false), null, null, default);

        Assert.Equal(new ProbeResult(null, "no answer in 0.5 s"), result);
    }

    [Fact]
    public async Task Cancelling_is_no_result()
    {
        await using var server = new LocalServer(certificate, "");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => edge.AskAsync(new Probe("https://app.localhost/", server.Port, false), null, null, cancellation.Token));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
