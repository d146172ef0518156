using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Slipway.Bench.Traffic;

/// <summary>A clone of Makapix with projects, an edge, a network, ports, domains, data and state of its own, which is gone when it is disposed of.</summary>
/// <param name="repository">The repository that it is cloned from.</param>
/// <param name="program">The path of <c>Build.dll</c>.</param>
internal sealed class BenchPlace(string repository, string program) : IAsyncDisposable
{
    private const string Definition = "compose/makapix/stack.yaml";
    private const string Api = "src/Showcase/Api/ApiRole.cs";
    private const string Anchor = "RouteGroupBuilder api = app.MapGroup(\"/api\");";

    // Its containers are healthy, visitors are served, and only the question through the edge is answered badly after a while.
    private const string Breaking =
        """
        long? first = null;
                app.Use(async (http, next) =>
                {
                    if (http.Request.Path == "/api/health" && http.Request.Headers.ContainsKey("X-Forwarded-For"))
                    {
                        first ??= System.Environment.TickCount64;
                        if (System.Environment.TickCount64 - first > 1000)
                        {
                            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                            return;
                        }
                    }

                    await next(http);
                });
                
        """;

    private static readonly string[] Environments = ["dev", "prod"];

    private readonly int[] ports = FreePorts(4);
    private int changes;

    /// <summary>Begins the name of everything here.</summary>
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"bench{Environment.ProcessId}");

    /// <summary>The edge's port for HTTPS.</summary>
    public int HttpsPort => ports[1];

    /// <summary>Where production is.</summary>
    public string ProdUrl => string.Create(CultureInfo.InvariantCulture, $"https://{Name}.localhost:{HttpsPort}");

    private string Folder => Path.Combine(Path.GetTempPath(), Name);

    private string State => Path.Combine(Folder, ".slipway");

    /// <summary>Makes the clone.</summary>
    public async Task MakeAsync()
    {
        var list = await Shell.RunAsync(repository, new Dictionary<string, string>(), false, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "compose/makapix", "caddy", "env-templates/makapix", "src/Showcase", ".gitignore");
        foreach (var file in list.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(repository, file))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.Copy(Path.Combine(repository, file), PathOf(file));
        }

        Edit(Definition, "project: slipway-edge", $"project: {Name}-edge");
        Edit(Definition, "network: caddy_net", $"network: {Name}-net");
        // More than the longest request takes. The sockets stay to the end of it, so that each second more is one of each deployment.
        Edit(Definition, "  backup:\n    keep: 7\n", "  backup:\n    keep: 7\n  traffic:\n    drainSeconds: 15\n");
        foreach (var (environment, index) in Environments.Select((environment, index) => (environment, index)))
        {
            Edit(Definition, $"project: makapix-{environment}", $"project: {Project(environment)}");
            var template = $"env-templates/makapix/{environment}.env";
            foreach (var (key, value) in new[] { ("PROJECT_NAME", Project(environment)), ("ROOT_DOMAIN", $"{Name}.localhost"), ("EDGE_HTTP_PORT", $"{ports[0]}"), ("EDGE_HTTPS_PORT", $"{ports[1]}"), ("MQTT_PUBLIC_PORT", $"{ports[2 + index]}") })
            {
                var text = await File.ReadAllTextAsync(PathOf(template));
                await File.WriteAllTextAsync(PathOf(template), Regex.Replace(text, $"^{key}=.*$", $"{key}={value}", RegexOptions.Multiline));
            }
        }

        await GitAsync("init", "--quiet");
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=Bench", "-c", "user.email=bench@localhost", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "The stack");
    }

    /// <summary>The Compose project of an environment.</summary>
    public string Project(string environment) => $"{Name}-{environment}";

    /// <summary>Runs Slipway.</summary>
    public Task<(int ExitCode, string Output)> SlipwayAsync(bool mayFail, params IEnumerable<string> arguments) =>
        Shell.RunAsync(Folder, new Dictionary<string, string> { ["SLIPWAY_STATE"] = State, ["NO_COLOR"] = "1" }, mayFail, ["dotnet", program, $"--stack={PathOf(Definition)}", .. arguments]);

    /// <summary>Builds and starts an environment with Compose alone.</summary>
    public Task ComposeAsync(string environment) =>
        Shell.RunAsync(PathOf("compose/makapix"), new Dictionary<string, string> { ["EDGE_NETWORK"] = $"{Name}-net" }, false,
            "docker", "compose", "--project-name", Project(environment), "--env-file", $".env.{environment}", "--file", "docker-compose.yml", "--file", $"docker-compose.{environment}.yml", "up", "--detach", "--build", "--wait", "--remove-orphans");

    /// <summary>Makes Compose's own containers the ones that the edge sends to.</summary>
    public void SendToCompose()
    {
        var folder = Path.Combine(State, "edge", "upstreams");
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.GetFiles(folder)) File.WriteAllText(file, Path.GetFileName(file));
    }

    /// <summary>Changes the source, so that the next deployment has something to do.</summary>
    public void Change() => Edit(Api, Anchor, string.Create(CultureInfo.InvariantCulture, $"{Anchor} // {++changes}"), replaceLine: true);

    /// <summary>Makes a release that becomes healthy and then fails.</summary>
    public void Break() => Edit(Api, Anchor, Breaking + Anchor);

    /// <summary>Makes the next release one that works again.</summary>
    public void Fix() => Edit(Api, Breaking, "");

    /// <summary>The titles of production's posts that begin with a text; as often as they are there.</summary>
    public async Task<string[]> TitlesAsync(string prefix)
    {
        var database = (await Shell.DockerAsync("ps", "--filter", $"label=com.docker.compose.project={Project("prod")}", "--filter", "label=com.docker.compose.service=db", "--format", "{{.Names}}"))[0];
        return await Shell.DockerAsync("exec", database, "psql", "--username=makapix_owner", "--dbname=makapix", "--tuples-only", "--no-align", "--command", $"SELECT title FROM posts WHERE title LIKE '{prefix}%'");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await RemoveAsync(["ps", "--all", "--format", "{{.Names}}"], ["rm", "--force", "--volumes"]);
        await RemoveAsync(["network", "ls", "--format", "{{.Name}}"], ["network", "rm"]);
        await RemoveAsync(["volume", "ls", "--format", "{{.Name}}"], ["volume", "rm", "--force"]);
        if (Directory.Exists(Folder))
        {
            // What containers wrote there as other users, only the engine's root may remove.
            await Shell.DockerAsync("run", "--rm", "--network", "none", "--user", "0:0", "--volume", $"{Folder}:/place", "--entrypoint", "find", "redis:7-bookworm", "/place", "-mindepth", "1", "-delete");
            Directory.Delete(Folder, recursive: true);
        }

        await RemoveAsync(["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"], ["image", "rm", "--force"]);
        foreach (var environment in new[] { "dev", "prod" })
        {
            // Compose alone takes the tag from each image that a new one replaces.
            var ids = (await Shell.DockerAsync("image", "ls", "--quiet", "--filter", $"label=com.docker.compose.project={Project(environment)}")).Distinct(StringComparer.Ordinal).ToArray();
            if (ids.Length > 0) await Shell.DockerAsync(["image", "rm", "--force", .. ids]);
        }
    }

    private async Task RemoveAsync(string[] list, string[] remove)
    {
        var names = (await Shell.DockerAsync(list)).Where(name => name.StartsWith(Name + "-", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length > 0) await Shell.DockerAsync([.. remove, .. names]);
    }

    private string PathOf(string file) => Path.Combine(Folder, file);

    private Task<(int ExitCode, string Output)> GitAsync(params string[] arguments) => Shell.RunAsync(Folder, new Dictionary<string, string>(), false, arguments.Prepend("git"));

    private void Edit(string file, string from, string to, bool replaceLine = false)
    {
        var text = File.ReadAllText(PathOf(file));
        if (!text.Contains(from, StringComparison.Ordinal)) throw new InvalidOperationException($"{file} does not hold '{from}'.");
        File.WriteAllText(PathOf(file), replaceLine ? Regex.Replace(text, Regex.Escape(from) + ".*", to) : text.Replace(from, to, StringComparison.Ordinal));
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Any, 0)).ToArray();
        try
        {
            foreach (var listener in listeners) listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }
}
