using System.Text.Json;
using System.Text.RegularExpressions;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>The small stack in a workspace: production that people visit and write to, and development that can be made as if it had never been.</summary>
internal sealed class SmallSite
{
    private static readonly string[] Services = ["db", "web", "worker"];

    private static int sizes;

    private readonly Workspace place;
    private readonly string edgeRecord;
    private string padding = "# size\n";
    private int page;

    private SmallSite(Workspace place)
    {
        this.place = place;
        edgeRecord = File.ReadAllText(EdgeRecordFile);
    }

    private string EdgeRecordFile => Path.Combine(place.State, "edge.applied.json");

    private string DevSiteFile => Path.Combine(place.State, "edge", "sites", "small-dev.caddy");

    /// <summary>What production's page says when the newest sources serve.</summary>
    private (string Page, string Greeting) Newest => ($"page {page}, hello{page}", $"hello{page}");

    /// <summary>Deploys production for the first time.</summary>
    public static async Task<SmallSite> MakeAsync(Workspace place)
    {
        (await place.RunAsync("--target=InitEnv", "--environment=prod")).MustEndWith(0);
        (await place.RunAsync("--target=DeployProd")).MustEndWith(0);
        return new SmallSite(place);
    }

    /// <summary>Changes the sources, the env file and so the site file of production: a deployment makes a new release.</summary>
    public void ChangeProd()
    {
        page++;
        place.Edit("src/site/Caddyfile", $"page {page - 1},", $"page {page},");
        // BuildKit takes a file for the one that it knows when size and second agree, even in another folder of the same name
        // (moby/buildkit#6470): no two workspaces give theirs the same size.
        place.Edit("src/site/Caddyfile", padding, padding = $"# {new string('.', 8 * Interlocked.Increment(ref sizes))}\n");
        place.SetKey(TestStack.Small.EnvFile("prod"), "GREETING", $"hello{page}");
    }

    /// <summary>Removes everything of development, from the host and from the state folder.</summary>
    public async Task RemoveDevAsync()
    {
        if (File.Exists(DevSiteFile))
        {
            File.Delete(DevSiteFile);
            await Docker.RunAsync("exec", $"{place.Edge}-caddy", "caddy", "reload", "--config", "/etc/caddy/state/Caddyfile", "--adapter", "caddyfile");
        }

        await File.WriteAllTextAsync(EdgeRecordFile, edgeRecord);
        await Docker.RemoveAsync(place.Project("dev"));
        File.Delete(place.EnvFile("dev"));
        await Workspace.DeleteFolderAsync(place.PathOf("compose/small/data/dev"));
        await Workspace.DeleteFolderAsync(Path.GetDirectoryName(place.LedgerFile("dev"))!);
    }

    /// <summary>What serves an environment now, so that a later moment can be compared: the live release and what the page says.</summary>
    public async Task<Serving> LookAsync(string environment)
    {
        var releases = File.Exists(place.LedgerFile(environment)) ? await place.HistoryAsync(environment) : [];
        var live = releases.SingleOrDefault(release => Text(release, "outcome") == "live");
        var answer = await AskAsync(environment);
        return new Serving(live.ValueKind == JsonValueKind.Undefined ? null : Text(live, "id"), releases.Length == 0 ? null : Text(releases[^1], "outcome"), answer);
    }

    /// <summary>Asserts that the newest sources serve, and nothing but them is there.</summary>
    public async Task<Serving> MustServeNewestAsync(string environment)
    {
        var serving = await LookAsync(environment);
        Assert.Equal(("live", environment == "prod" ? Newest.Page : $"page {page}, hello0"), (serving.LastOutcome, serving.Page));
        await MustRunAsync(environment, serving.Release!);
        return serving;
    }

    /// <summary>Asserts that what served before serves again, or nothing where nothing did, and that the last release has failed.</summary>
    public async Task<Serving> MustServeAsBeforeAsync(string environment, Serving before, string outcome)
    {
        var serving = await LookAsync(environment);
        Assert.Equal(before with { LastOutcome = outcome }, serving);
        await MustRunAsync(environment, before.Release);
        return serving;
    }

    /// <summary>Exactly the containers of the release, all well, and no networks but theirs.</summary>
    private async Task MustRunAsync(string environment, string? release)
    {
        var project = place.Project(environment);
        var containers = await Docker.LinesAsync("ps", "--all", "--format", "{{.Names}} {{.Image}} {{.Status}}");
        Assert.Equal(
            release is null ? [] : Services.Select(service => $"{project}-{service} {(service == "db" ? "postgres:15-bookworm" : $"{project}-web:{release}")} {(service == "worker" ? "Up" : "Up (healthy)")}"),
            containers.Where(line => line.StartsWith(project + "-", StringComparison.Ordinal)).Select(line => WithoutTimes(WithoutNumber(line))).Order(StringComparer.Ordinal));
        string[] own = release is null ? [] : environment == "dev" ? [$"{project}-jobs", $"{project}_default"] : [$"{project}_default"];
        Assert.Equal(own, await Docker.NetworksAsync(project));
        string[] shared = [$"{place.Name}-net"];
        Assert.Equal(shared, (await Docker.NetworksAsync(place.Name)).Where(name => !name.StartsWith(place.Project("dev"), StringComparison.Ordinal) && !name.StartsWith(place.Project("prod"), StringComparison.Ordinal)));
    }

    /// <summary>The container of each release has the number after the old one's.</summary>
    private static string WithoutNumber(string line) => Regex.Replace(line, @"^(\S+-web)-\d+ ", "$1 ");

    private static string WithoutTimes(string line)
    {
        var words = line.Split(' ');
        return string.Join(' ', [.. words.Take(3), .. words[^1].StartsWith('(') ? words[^1..] : []]);
    }

    /// <summary>The page and the edge's header agree; empty where the edge has no such site.</summary>
    private async Task<string> AskAsync(string environment)
    {
        try
        {
            var answer = await place.Visitor.AskAsync((environment == "dev" ? place.DevUrl : place.ProdUrl) + "/");
            answer.MustBe(200);
            Assert.EndsWith($" {answer.Headers["X-Greeting"]}", answer.Body, StringComparison.Ordinal);
            return answer.Body;
        }
        catch (HttpRequestException) when (environment == "dev" && !File.Exists(DevSiteFile))
        {
            // Caddy has no certificate for a name that it does not serve.
            return "";
        }
    }

    private static string Text(JsonElement release, string name) => release.GetProperty(name).GetString()!;
}

/// <summary>What serves an environment.</summary>
/// <param name="Release">The live release, or null.</param>
/// <param name="LastOutcome">How the last release fared, or null.</param>
/// <param name="Page">What the page says; empty where there is none.</param>
internal sealed record Serving(string? Release, string? LastOutcome, string Page)
{
    /// <summary>An environment that was never deployed.</summary>
    public static Serving Nothing { get; } = new(null, null, "");
}
