using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests;

/// <summary>
/// A clone of a stack with projects, an edge, networks, ports, domains, data and state of its own, so that a story runs at the same
/// time as a deployed stack and other stories.
/// </summary>
internal sealed class Workspace
{
    /// <summary>The longest that one command may take: the first build of an image on a cold machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>How many commands are shown when a story fails.</summary>
    private const int CommandsKept = 24;

    private static readonly string[] Environments = ["dev", "prod"];

    private readonly string assembly;
    private readonly TestStack stack;
    private readonly ITestOutputHelper log;
    private readonly int[] ports;
    private readonly Queue<Ended> commands = [];
    private readonly ImmutableDictionary<string, string> variables;

    private Workspace(string name, TestStack stack, string assembly, ITestOutputHelper log)
    {
        Name = name;
        this.stack = stack;
        this.assembly = assembly;
        this.log = log;
        ports = FreePorts(stack.Ports.Length + 2);
        variables = ImmutableDictionary<string, string>.Empty.Add("SLIPWAY_STATE", State);
        Visitor = new Visitor(HttpPort, HttpsPort);
    }

    /// <summary>Whether the commands that are run go without a line in the test's output: a story that runs hundreds has a table instead.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Begins the name of everything that this workspace has.</summary>
    public string Name { get; }

    /// <summary>The clone.</summary>
    public string Folder => Path.Combine(Path.GetTempPath(), Name);

    /// <summary>The state folder.</summary>
    public string State => Path.Combine(Folder, ".slipway");

    /// <summary>The edge's port for plain HTTP.</summary>
    public int HttpPort => ports[0];

    /// <summary>The edge's port for HTTPS.</summary>
    public int HttpsPort => ports[1];

    /// <summary>Asks the sites.</summary>
    public Visitor Visitor { get; }

    /// <summary>Compose project of the edge.</summary>
    public string Edge => $"{Name}-edge";

    /// <summary>Where development is.</summary>
    public string DevUrl => $"https://development.{Name}.localhost:{HttpsPort}";

    /// <summary>Where production is.</summary>
    public string ProdUrl => $"https://{Name}.localhost:{HttpsPort}";

    /// <summary>Tells a story of Makapix in a workspace of its own, which is gone afterwards. Where it fails, the test's output says how things stood.</summary>
    public static Task TellAsync(BuildUnderTest build, ITestOutputHelper log, Func<Workspace, Task> story) => TellAsync(build, TestStack.Makapix, log, story);

    /// <summary>The same with another stack.</summary>
    public static async Task TellAsync(BuildUnderTest build, TestStack stack, ITestOutputHelper log, Func<Workspace, Task> story)
    {
        var assembly = await build.GetAssemblyAsync();
        var place = new Workspace(WorkspaceName.Next(), stack, assembly, log);
        var began = Stopwatch.GetTimestamp();
        try
        {
            await place.CloneAsync();
            await story(place);
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} s in all, without building Slipway and removing the workspace"));
        }
        catch
        {
            await place.WriteEvidenceAsync();
            throw;
        }
        finally
        {
            place.Visitor.Dispose();
            await Docker.RemoveAsync(place.Name + "-");
            await DeleteFolderAsync(place.Folder);
        }
    }

    /// <summary>The Compose project of an environment.</summary>
    public string Project(string environment) => $"{Name}-{environment}";

    /// <summary>Runs the product to its end.</summary>
    public Task<Ended> RunAsync(params string[] arguments) => EndAsync(Start(variables, arguments));

    /// <summary>The same with one more environment variable.</summary>
    public Task<Ended> RunWithAsync(string name, string value, params string[] arguments) => EndAsync(Start(variables.SetItem(name, value), arguments));

    /// <summary>Starts the product.</summary>
    public RunningProgram Start(params string[] arguments) => Start(variables, arguments);

    /// <summary>Waits for a started product to end, and notes what it said and how long it took.</summary>
    public async Task<Ended> EndAsync(RunningProgram program)
    {
        using (program)
        {
            var ended = await program.EndAsync(Limit);
            commands.Enqueue(ended);
            if (commands.Count > CommandsKept) commands.Dequeue();
            if (!IsQuiet) log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ended.Elapsed.TotalSeconds,6:0.0} s, exit code {ended.ExitCode}: {ended.CommandLine[(ended.CommandLine.IndexOf("--target", StringComparison.Ordinal) is > 0 and var at ? at : 0)..]}"));
            return ended;
        }
    }

    /// <summary>Writes a line to the test's output.</summary>
    public void Note(string text) => log.WriteLine(text);

    /// <summary>The path of a file of the clone.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Replaces a text, which has to occur exactly once, in a file of the clone.</summary>
    public void Edit(string file, string from, string to)
    {
        var text = File.ReadAllText(PathOf(file));
        Assert.True(text.Split(from).Length == 2, $"{file} does not hold '{from}' exactly once.");
        File.WriteAllText(PathOf(file), text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Commits what is staged, or nothing.</summary>
    public Task CommitAsync(string message) =>
        GitAsync("-c", "user.name=End To End", "-c", "user.email=e2e@localhost", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "--message", message);

    /// <summary>The path of an environment's env file.</summary>
    public string EnvFile(string environment) => PathOf(stack.EnvFile(environment));

    /// <summary>The value of a key in an environment's env file, as it is written.</summary>
    public string EnvValue(string environment, string key) =>
        File.ReadLines(EnvFile(environment)).Single(line => line.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];

    /// <summary>The values that nobody may see: those that the template has made at random. By key.</summary>
    public IReadOnlyDictionary<string, string> Secrets(string environment)
    {
        var keys = File.ReadLines(PathOf(stack.EnvTemplate(environment)))
            .Where(line => line.Contains("=<random:", StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(line => line[..line.IndexOf('=', StringComparison.Ordinal)]);
        return keys.ToDictionary(key => key, key => EnvValue(environment, key));
    }

    /// <summary>The path of an environment's ledger.</summary>
    public string LedgerFile(string environment) => Path.Combine(State, stack.Name, environment, "ledger.jsonl");

    /// <summary>The last run in an environment's ledger: <c>event step</c> an entry.</summary>
    public string[] LastRun(string environment) => [.. LastEntries(environment).Select(entry => entry.ToString())];

    /// <summary>The entries of the last run in an environment's ledger.</summary>
    public ImmutableArray<LedgerEntry> LastEntries(string environment) => LedgerEntry.LastRun(File.ReadAllText(LedgerFile(environment)));

    /// <summary>What a target writes with <c>--json</c>.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var file = PathOf(Path.GetRandomFileName());
        try
        {
            (await RunAsync([.. arguments, $"--json={file}"])).MustEndWith(0);
            return JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The releases of an environment as <c>History --json</c> gives them, oldest first.</summary>
    public async Task<JsonElement[]> HistoryAsync(string environment) =>
        [.. (await JsonAsync("--target=History", $"--environment={environment}")).GetProperty("releases").EnumerateArray()];

    /// <summary>Asks development as a developer who has the password.</summary>
    public Task<Answer> AskDevAsync(string address) => Visitor.AskAsync(address, DevCredentials());

    /// <summary>User and password of development's basic auth.</summary>
    public (string User, string Password) DevCredentials() => (EnvValue("dev", "BASIC_AUTH_USER"), EnvValue("dev", "BASIC_AUTH_PASSWORD"));

    /// <summary>Writes a post on an environment's page, and sees it there.</summary>
    public async Task AddPostAsync(string environment, string title)
    {
        (string, string)? credentials = environment == "dev" ? DevCredentials() : null;
        var url = environment == "dev" ? DevUrl : ProdUrl;
        (await Visitor.PostAsync(url + "/posts", new Dictionary<string, string> { ["handle"] = "visitor", ["title"] = title, ["body"] = "" }, credentials)).MustBe(303);
        Assert.Contains($"<h3>{title}</h3>", (await Visitor.AskAsync(url + "/", credentials)).MustBe(200).Body, StringComparison.Ordinal);
    }

    /// <summary>The ids of an environment's containers, by name.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> ContainerIdsAsync(string environment) =>
        (await Docker.LinesAsync("ps", "--all", "--no-trunc", "--filter", $"label=com.docker.compose.project={Project(environment)}", "--format", "{{.Names}} {{.ID}}"))
        .Select(line => line.Split(' ')).ToImmutableSortedDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>The name of a service's one container.</summary>
    public async Task<string> ContainerAsync(string environment, string service) =>
        Assert.Single(await Docker.LinesAsync("ps", "--filter", $"label=com.docker.compose.project={Project(environment)}", "--filter", $"label=com.docker.compose.service={service}", "--format", "{{.Names}}"));

    /// <summary>Deletes a folder, also what containers wrote into it as other users.</summary>
    public static async Task DeleteFolderAsync(string folder)
    {
        if (!Directory.Exists(folder)) return;
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // The engine's root may do what this user may not. The image is one that every story has used.
            await Docker.RunAsync("run", "--rm", "--network", "none", "--user", "0:0", "--volume", $"{folder}:/place", "--entrypoint", "find", "redis:7-bookworm", "/place", "-mindepth", "1", "-delete");
            Directory.Delete(folder, recursive: true);
        }
    }

    private RunningProgram Start(ImmutableDictionary<string, string> environment, string[] arguments) =>
        RunningProgram.Start("dotnet", [assembly, $"--stack={PathOf(stack.Definition)}", .. arguments], Folder, environment);

    /// <summary>A repository with one commit: the files that git lists, with the names and ports of this workspace.</summary>
    private async Task CloneAsync()
    {
        foreach (var (folder, paths) in stack.Sources)
        {
            var root = Path.Combine(BuildUnderTest.Repository, folder);
            var list = await RunningProgram.RunAsync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", .. paths], root);
            foreach (var file in list.MustEndWith(0).Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(root, file))))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
                File.Copy(Path.Combine(root, file), PathOf(file));
            }
        }

        Edit(stack.Definition, "project: slipway-edge", $"project: {Edge}");
        if (!stack.VerifiesIsolation && (await File.ReadAllTextAsync(PathOf(stack.Definition))).Contains("verifyAfterDeploy: true", StringComparison.Ordinal))
        {
            Edit(stack.Definition, "verifyAfterDeploy: true", "verifyAfterDeploy: false");
        }

        // One story is about the soak; all others can do without its seconds.
        if ((await File.ReadAllTextAsync(PathOf(stack.Definition))).Contains("soakSeconds: 10", StringComparison.Ordinal)) Edit(stack.Definition, "soakSeconds: 10", "soakSeconds: 0");

        // Where it is declared as shared, then where it is the edge's.
        Edit(stack.Definition, "- network: caddy_net", $"- network: {Name}-net");
        Edit(stack.Definition, "network: caddy_net", $"network: {Name}-net");
        foreach (var environment in Environments)
        {
            Edit(stack.Definition, $"project: {stack.Name}-{environment}", $"project: {Project(environment)}");
            SetKey(stack.EnvTemplate(environment), "PROJECT_NAME", Project(environment));
            SetKey(stack.EnvTemplate(environment), "ROOT_DOMAIN", $"{Name}.localhost");
            SetKey(stack.EnvTemplate(environment), "EDGE_HTTP_PORT", $"{HttpPort}");
            SetKey(stack.EnvTemplate(environment), "EDGE_HTTPS_PORT", $"{HttpsPort}");
        }

        foreach (var ((environment, key), port) in stack.Ports.Zip(ports[2..])) SetKey(stack.EnvTemplate(environment), key, $"{port}");

        await GitAsync("init", "--quiet");
        await GitAsync("add", "--all");
        await CommitAsync("The stack");
    }

    private async Task GitAsync(params string[] arguments) => (await RunningProgram.RunAsync("git", arguments, Folder)).MustEndWith(0);

    /// <summary>Sets a key, which has to be there exactly once, in an env file or template of the clone.</summary>
    public void SetKey(string file, string key, string value)
    {
        var text = File.ReadAllText(PathOf(file));
        var line = new Regex($"^{key}=.*$", RegexOptions.Multiline);
        Assert.Single(line.Matches(text));
        File.WriteAllText(PathOf(file), line.Replace(text, $"{key}={value}"));
    }

    /// <summary>Ports that nobody has: all of them are taken at once before any is given back, so that none comes twice.</summary>
    public static int[] FreePorts(int count)
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

    /// <summary>How things stand: what was said, what runs, why something does not, what the ledgers hold.</summary>
    private async Task WriteEvidenceAsync()
    {
        foreach (var command in commands) log.WriteLine($"--- {command.CommandLine}\n{command.Text}");
        log.WriteLine("--- docker ps --all");
        log.WriteLine(await Docker.RunAsync("ps", "--all", "--filter", $"name={Name}", "--format", "table {{.Names}}\t{{.Status}}\t{{.Image}}"));
        foreach (var container in await Docker.ContainersAsync(Name + "-"))
        {
            var state = await Docker.InspectAsync(container, "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}");
            if (state == "running healthy") continue;
            var logs = await RunningProgram.RunAsync("docker", ["logs", "--tail", "30", container], Folder);
            log.WriteLine($"--- {container} ({state.Trim()})\n{logs.Text}");
        }

        foreach (var ledger in Environments.Select(LedgerFile).Where(File.Exists)) log.WriteLine($"--- {ledger}\n{await File.ReadAllTextAsync(ledger)}");
    }
}
