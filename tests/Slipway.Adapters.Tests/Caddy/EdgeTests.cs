using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Slipway.Adapters.Tests.Caddy;

/// <summary>What the files of the folder <c>caddy</c> make of a request.</summary>
public sealed class EdgeTests(RealEdge edge) : IClassFixture<RealEdge>
{
    [DockerFact]
    public async Task Pages_come_by_HTTP_2_and_HTTP_3_is_announced_at_the_port_that_people_use()
    {
        using var answer = await AskAsync(HttpMethod.Get, "https://a.localhost/text");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpVersion.Version20, answer.Version);
        Assert.Equal($"h3=\":{edge.At("https://a.localhost/").Port}\"; ma=2592000", Assert.Single(answer.Headers.GetValues("Alt-Svc")));
    }

    [DockerTheory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, zstd", "zstd")]
    [InlineData("identity", "")]
    public async Task A_text_is_compressed_for_whoever_can_read_it(string accepted, string expected)
    {
        using var request = Request(HttpMethod.Get, "https://a.localhost/text");
        request.Headers.AcceptEncoding.ParseAdd(accepted);

        using var answer = await edge.Client.SendAsync(request);

        Assert.Equal(expected, string.Join(", ", answer.Content.Headers.ContentEncoding));
        Assert.Equal(expected.Length == 0, (await answer.Content.ReadAsByteArrayAsync()).Length == 2000);
    }

    [DockerFact]
    public async Task Every_answer_has_the_security_headers_and_does_not_say_what_the_edge_is()
    {
        foreach (var path in (string[])["text", "nothing/here"])
        {
            using var answer = await AskAsync(HttpMethod.Get, $"https://a.localhost/{path}");

            Assert.Equal(
                [
                    "content-security-policy: frame-ancestors 'none'; object-src 'none'; base-uri 'self'",
                    "permissions-policy: camera=(), geolocation=(), microphone=()",
                    "referrer-policy: strict-origin-when-cross-origin",
                    "strict-transport-security: max-age=31536000",
                    "x-content-type-options: nosniff",
                    "x-frame-options: DENY",
                ],
                answer.Headers.Where(header => header.Key is not ("Date" or "Alt-Svc" or "Via")).Select(header => $"{header.Key.ToLowerInvariant()}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal));
        }
    }

    [DockerTheory]
    [InlineData("https://a.localhost/upload", 9_000, HttpStatusCode.OK)]
    [InlineData("https://a.localhost/upload", 11_000, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("https://a.localhost/large/upload", 39_000, HttpStatusCode.OK)]
    [InlineData("https://a.localhost/large/upload", 41_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_that_is_too_large_for_its_place_is_refused(string address, int bytes, HttpStatusCode expected)
    {
        using var answer = await AskAsync(HttpMethod.Post, address, new ByteArrayContent(new byte[bytes]));

        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.OK) Assert.Equal($"{bytes} bytes", await answer.Content.ReadAsStringAsync());
    }

    [DockerFact]
    public async Task Requests_are_counted_for_each_host()
    {
        (await AskAsync(HttpMethod.Get, "https://a.localhost/text")).Dispose();

        var metrics = await edge.AdminAsync("/metrics");

        Assert.Contains(metrics.Split('\n'), line => line.StartsWith("caddy_http_request_duration_seconds_count{", StringComparison.Ordinal)
            && line.Contains("code=\"200\"", StringComparison.Ordinal) && line.Contains($"host=\"{edge.At("https://a.localhost/").Authority}\"", StringComparison.Ordinal) && line.Contains("method=\"GET\"", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task The_admin_API_answers_in_the_edges_container_and_to_no_application_on_its_network()
    {
        Assert.Equal("{\"listen\":\"127.0.0.1:2019\"}", (await edge.AdminAsync("/config/admin")).Trim());

        var asked = await Docker.Container.DockerAsync(
            ["run", "--rm", "--pull=never", "--network", edge.Network, "--entrypoint", "bash", "postgres:15-bookworm", "-c", "for port in \"$1\" 2019; do (: < \"/dev/tcp/$0/$port\") 2> /dev/null && echo open || echo closed; done", edge.Container, $"{edge.At("https://a.localhost/").Port}"]);

        Assert.Equal(["open", "closed"], asked.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [DockerFact]
    public async Task A_site_logs_its_requests_to_a_file_of_its_own_without_anything_that_may_be_secret()
    {
        using var request = Request(HttpMethod.Get, "https://a.localhost/text?code=5ecret-query");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "5ecret-basic");
        request.Headers.Add("Cookie", "session=5ecret-cookie");
        request.Headers.Add("X-Session-Token", "5ecret-token");
        request.Headers.Referrer = new Uri("https://a.localhost/?5ecret-referrer");
        (await edge.Client.SendAsync(request)).Dispose();

        var log = await LogAsync("a", "/text?");

        var line = JsonNode.Parse(log.Split('\n').Last(line => line.Contains("/text?", StringComparison.Ordinal)))!;
        Assert.Equal("/text?...", (string?)line["request"]!["uri"]);
        Assert.Equal(("GET", "a.localhost", 200), ((string?)line["request"]!["method"], ((string?)line["request"]!["host"])!.Split(':')[0], (int?)line["status"]));
        Assert.DoesNotContain("5ecret", log, StringComparison.Ordinal);
        Assert.DoesNotContain("5ecret", await Docker.Container.DockerAsync(["logs", edge.Container]), StringComparison.Ordinal);
    }

    [DockerFact]
    public async Task Access_logs_are_rotated_and_what_Slipway_asks_is_not_logged()
    {
        var logging = JsonNode.Parse(await edge.AdminAsync("/config/logging"))!["logs"]!;

        var writer = logging["a"]!["writer"]!;
        Assert.Equal(("/var/log/caddy/a.log", 10, 10, 30), ((string?)writer["filename"], (int?)writer["roll_size_mb"], (int?)writer["roll_keep"], (int?)writer["roll_keep_days"]));
        Assert.Contains("admin.api", logging["default"]!["exclude"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("{\"max-file\":\"5\",\"max-size\":\"10m\"}", (await Docker.Container.DockerAsync(["inspect", "--format", "{{json .HostConfig.LogConfig.Config}}", edge.Container])).Trim());
    }

    [DockerFact]
    public async Task Certificates_of_public_names_come_from_the_authority_itself_and_of_local_ones_from_Caddy()
    {
        // Adapted only: nobody asks the authority for a name of the tests.
        var adapted = JsonNode.Parse(await Docker.Container.DockerAsync(
            ["exec", "--interactive", "--env", "EDGE_ACME_EMAIL=ops@shop.example", edge.Container, "caddy", "adapt", "--config", "-", "--adapter", "caddyfile"],
            $"{edge.Read("Caddyfile")}\nhttps://shop.example {{\n\trespond ok\n}}\n"))!;

        var policy = Assert.Single(adapted["apps"]!["tls"]!["automation"]!["policies"]!.AsArray(), policy => policy!["subjects"]?.ToJsonString() == """["shop.example"]""")!;
        // Where no other authority is named, it is that of Let's Encrypt; ZeroSSL steps in for it.
        Assert.Equal(
            ["acme ops@shop.example the default", "acme ops@shop.example https://acme.zerossl.com/v2/DV90"],
            policy["issuers"]!.AsArray().Select(issuer => $"{issuer!["module"]} {issuer["email"]} {issuer["ca"]?.ToString() ?? "the default"}"));
        Assert.StartsWith("CN=Caddy Local Authority", await IssuerAsync("a.localhost"), StringComparison.Ordinal);
    }

    private async Task<string> IssuerAsync(string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, edge.At($"https://{host}/").Port);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (sender, _, _, _) => RealEdge.IsLocal(sender));
        await tls.AuthenticateAsClientAsync(host);
        return tls.RemoteCertificate!.Issuer;
    }

    private async Task<string> LogAsync(string name, string part)
    {
        var log = "";
        await Soon.UntilAsync(async () => (log = await edge.ExecAsync("cat", $"/var/log/caddy/{name}.log")).Contains(part, StringComparison.Ordinal));
        return log;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string address, HttpContent? content = null)
    {
        using var request = Request(method, address);
        request.Content = content;
        return await edge.Client.SendAsync(request);
    }

    private HttpRequestMessage Request(HttpMethod method, string address) => new(method, edge.At(address)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
}
