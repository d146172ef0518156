using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using Slipway.Adapters.Files;
using Slipway.Adapters.Processes;
using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Releases;
using Slipway.Engine.Edge;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;

namespace Slipway.Adapters.Tests.Caddy;

/// <summary>
/// The edge as the folder <c>caddy</c> has it, on the real engine, with a project, a network, ports and a state folder of the tests' own.
/// It has two sites: a.localhost, which has everything, and b.localhost, which tests change.
/// </summary>
public sealed class RealEdge : IAsyncLifetime, IDisposable
{
    private static readonly CommandRunner Runner = new("test");

    private readonly Place place = new();
    private readonly Upstream upstream = new();
    private readonly SocketsHttpHandler handler;
    private readonly int httpPort = FreePort();
    private readonly int httpsPort = FreePort();
    private string gateway = "";

    public RealEdge()
    {
        Paths = new StatePaths(place["state"], "shop");
        handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = { RemoteCertificateValidationCallback = (sender, _, _, _) => IsLocal(sender) },
        };
        Client = new HttpClient(handler);
    }

    /// <summary>A browser.</summary>
    public HttpClient Client { get; }

    /// <summary>The state folder.</summary>
    public StatePaths Paths { get; }

    /// <summary>The container.</summary>
    public string Container => $"{Network}-caddy";

    /// <summary>The network, and the project.</summary>
    public string Network { get; } = $"slipway-caddy-{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>The folder that the container reads.</summary>
    public EdgeFolder Folder => FolderOver(new FileStore());

    public async Task InitializeAsync()
    {
        // Where the tests are skipped, there is nothing to start.
        if (DockerEngine.ReasonToSkip is not null) return;
        await Docker.Container.DockerAsync(["network", "create", Network]);
        gateway = (await Docker.Container.DockerAsync(["network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", Network])).Trim();
        var files = new FileStore();
        files.CreateFolder($"{Paths.Edge}/access");
        files.WriteText($"{Paths.Edge}/Caddyfile", await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "caddy", "Caddyfile")));
        files.WriteText($"{Paths.Edge}/sites/a.caddy",
            $$"""
            https://a.localhost {
            	import site
            	import access-log a
            	import security-headers
            	import page-headers
            	handle /text {
            		respond "{{new string('x', 2000)}}"
            	}
            	handle /large/* {
            		import body-limit 40KB
            		{{Proxy}}
            	}
            	handle {
            		import body-limit 10KB
            		{{Proxy}}
            	}
            }
            """);
        files.WriteText($"{Paths.Edge}/sites/b.caddy", Site("before"));
        await ComposeAsync("up", "--detach", "--pull", "never", "--wait", "--wait-timeout", "60");
        // Caddy is healthy before it has signed the certificates of its sites.
        foreach (var site in new[] { "https://a.localhost/text", "https://b.localhost/" }) await UntilCertifiedAsync(site);
    }

    private async Task UntilCertifiedAsync(string site)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                (await Client.GetAsync(At(site))).Dispose();
                return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>A site that answers with a text.</summary>
    public static string Site(string text) => $$"""
        https://b.localhost {
        	import site
        	import access-log b
        	respond "{{text}}"
        }
        """;

    /// <summary>An address of a site.</summary>
    public Uri At(string address) => new(address.Replace(".localhost", $".localhost:{httpsPort}", StringComparison.Ordinal));

    /// <summary>The folder, over files that may fail.</summary>
    public EdgeFolder FolderOver(IFiles files) => new(files, Paths);

    /// <summary>A file of that folder; null where there is none.</summary>
    public string? Read(string path) => new FileStore().ReadText($"{Paths.Edge}/{path}");

    /// <summary>Has Caddy try what is staged.</summary>
    public Task ValidateAsync() => RunAsync(CaddyCommands.Validate(Container));

    /// <summary>Has Caddy load its rules.</summary>
    public Task ReloadAsync() => RunAsync(CaddyCommands.Reload(Container));

    /// <summary>Has Caddy try what it would start from.</summary>
    public Task ValidateNextStartAsync() => RunAsync(Command.Of("docker", "exec", Container, "caddy", "validate", "--config", "/etc/caddy/state/Caddyfile", "--adapter", "caddyfile"));

    /// <summary>Changes files as a deployment does.</summary>
    public Task ApplyAsync(params (string Path, string? Text)[] changes) => Folder.ApplyAsync([.. changes.Select(change => KeyValuePair.Create(change.Path, change.Text))], ValidateAsync, ReloadAsync);

    /// <summary>What a command in the container prints.</summary>
    public Task<string> ExecAsync(params string[] command) => Docker.Container.DockerAsync(["exec", Container, .. command]);

    /// <summary>What the admin API says.</summary>
    public Task<string> AdminAsync(string path) => ExecAsync("wget", "-qO-", $"http://127.0.0.1:2019{path}");

    /// <summary>When rules were loaded last.</summary>
    public async Task<string> LastReloadAsync() => (await AdminAsync("/metrics")).Split('\n').Single(line => line.StartsWith("caddy_config_last_reload_success_timestamp_seconds ", StringComparison.Ordinal));

    /// <summary>Opens a WebSocket through the edge.</summary>
    public async Task<ClientWebSocket> OpenSocketAsync()
    {
        var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        await socket.ConnectAsync(At("wss://a.localhost/socket"), invoker, CancellationToken.None);
        return socket;
    }

    /// <summary>Whether a certificate is for a name that Caddy signs itself.</summary>
    public static bool IsLocal(object sender) => ((SslStream)sender).TargetHostName.EndsWith(".localhost", StringComparison.Ordinal);

    public async Task DisposeAsync()
    {
        if (DockerEngine.ReasonToSkip is not null) return;
        await ComposeAsync("down", "--volumes", "--timeout", "1");
        await Runner.RunAsync(Command.Of("docker", "network", "rm", "--force", Network));
    }

    public void Dispose()
    {
        Client.Dispose();
        handler.Dispose();
        upstream.Dispose();
        place.Dispose();
    }

    private string Proxy => $$"""
        reverse_proxy {{gateway}}:{{upstream.Port}} {
        	import upstream
        }
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task ComposeAsync(params string[] command) => RunAsync(
        Command.Of("docker", ["compose", "--project-name", Network, "--file", Path.Combine(Repository.Folder, "caddy", "docker-compose.yml"), .. command])
            .With("EDGE_PROJECT", Network).With("EDGE_NETWORK", Network).With("EDGE_STATE", Paths.Edge).With("EDGE_CONFIG", "/etc/caddy/state/Caddyfile")
            .With("EDGE_HTTP_PORT", $"{httpPort}").With("EDGE_HTTPS_PORT", $"{httpsPort}"));

    private static async Task RunAsync(Command command)
    {
        var result = await Runner.RunAsync(command);
        if (!result.Succeeded) throw new StepFailedException($"`{command}` ended with exit code {result.ExitCode}.\n{result.Error}");
    }
}
