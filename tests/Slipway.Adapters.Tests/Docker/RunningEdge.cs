using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Slipway.Core.Edge;

namespace Slipway.Adapters.Tests.Docker;

/// <summary>
/// One Caddy with the rules of this repository and the site of Makapix' development, whose applications answer with their names
/// and the address that asks. Developer is let in with the password right.
/// </summary>
public sealed class RunningEdge : IAsyncLifetime, IDisposable
{
    public const string Site = "https://development.makapix.localhost";
    public const string Vault = "https://vault-dev.makapix.localhost";
    public const string Project = "makapix-dev";

    private readonly Place place = new();
    private readonly SocketsHttpHandler handler;
    private readonly HttpClient client;
    private Container? caddy;
    private int port;

    public RunningEdge()
    {
        handler = Handler();
        client = new HttpClient(handler);
    }

    /// <summary>The folder that the edge reads its state from.</summary>
    public string State => place.Path;

    public async Task InitializeAsync()
    {
        if (Testing.DockerEngine.ReasonToSkip is not null) return;
        var hash = (await Container.DockerAsync(["run", "--rm", "--interactive", "--pull=never", "caddy:2", "caddy", "hash-password"], input: "right\n")).Trim();
        place.Write("access/makapix-dev.users", $"developer {hash}\n");
        WriteSite(open: "/api/auth/github/callback /api/health");
        caddy = await Container.StartAsync("caddy:2",
            ["--publish", "127.0.0.1::443", "--volume", $"{Repository.Folder}/caddy:/etc/caddy:ro", "--volume", $"{place.Path}:/etc/caddy/state:ro"],
            "caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile");
        port = await caddy.PortAsync(443);
        await caddy.WaitAsync(async () =>
        {
            try
            {
                return (await AskAsync($"{Site}/robots.txt")).Status == 200;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>Asks exactly this address, dots and all.</summary>
    public async Task<Answer> AskAsync(string url, string? password = null, string? pass = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (password is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"developer:{password}")));
        if (pass is not null) request.Headers.TryAddWithoutValidation("X-Slipway-Pass", pass);
        using var response = await client.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("X-Robots-Tag", out var robots) ? string.Join(", ", robots) : "",
            response.Headers.RetryAfter?.ToString() ?? "",
            response.Content.Headers.ContentType?.ToString() ?? "");
    }

    /// <summary>Has the edge load the site with other open paths.</summary>
    public async Task OpenAsync(string open)
    {
        WriteSite(open);
        await Container.DockerAsync(["exec", caddy!.Name, "caddy", "reload", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]);
    }

    public async Task DisposeAsync()
    {
        if (caddy is not null) await caddy.DisposeAsync();
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
        place.Dispose();
    }

    private SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
        // Caddy signs these names itself.
        SslOptions = { RemoteCertificateValidationCallback = (sender, _, _, _) => ((SslStream)sender).TargetHostName.EndsWith(".localhost", StringComparison.Ordinal) },
    };

    private void WriteSite(string open)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WEB_DOMAIN"] = "development.makapix.localhost",
            ["VAULT_DOMAIN"] = "vault-dev.makapix.localhost",
            ["BASE_URL"] = Site,
            ["PROJECT"] = Project,
            ["ACCESS_FILE"] = "/etc/caddy/state/access/makapix-dev.users",
            ["ACCESS_OPEN"] = open,
        };
        var written = File.ReadAllText($"{Repository.Folder}/caddy/sites/makapix-dev.caddy");
        var (text, problems) = SiteTemplate.Fill("makapix-dev.caddy", string.Join('\n', WithoutApplications(written.Split('\n'))), values);
        Assert.Empty(problems);
        place.Write("sites/makapix-dev.caddy", text);
    }

    // What is proxied is no matter of this test, and would need the applications.
    private static IEnumerable<string> WithoutApplications(string[] lines)
    {
        var proxy = -1;
        foreach (var line in lines)
        {
            var indent = line.Length - line.TrimStart('\t').Length;
            if (proxy >= 0)
            {
                if (indent == proxy && line.Trim() == "}") proxy = -1;
                continue;
            }

            if (!line.TrimStart('\t').StartsWith("reverse_proxy", StringComparison.Ordinal))
            {
                yield return line;
                continue;
            }

            if (line.EndsWith('{')) proxy = indent;
            yield return new string('\t', indent) + "respond \"application, asked by {client_ip} {header.Authorization}{header.X-Slipway-Pass}\"";
        }
    }
}

/// <summary>What the edge answered.</summary>
public sealed record Answer(int Status, string Body, string Robots, string RetryAfter, string ContentType);
