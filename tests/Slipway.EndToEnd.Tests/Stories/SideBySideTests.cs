using Slipway.EndToEnd.Tests.Interruptions;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>Two environments, one host.</summary>
[Collection(EndToEndStories.Name)]
public sealed class SideBySideTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Definition = "compose/makapix/stack.yaml";

    private const string Compose = "compose/makapix/docker-compose.yml";

    private const string ApiUrl = "API_URL: http://${PROJECT_NAME}-api:8080";

    private static readonly string[] Services = ["api", "cache", "db", "mqtt", "vault", "web", "worker"];

    /// <summary>Production comes, goes, comes back and keeps its data; development notices nothing.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task Prod_runs_next_to_dev_and_keeps_its_data_while_it_is_down() => Workspace.TellAsync(build, output, async place =>
    {
        (await place.RunAsync("--target=DeployDev")).MustEndWith(0);
        await DoesNotDeployProdWithoutAnEnvFileAsync(place);
        (await place.RunAsync("--target=InitEnv", "--environment=prod")).MustEndWith(0).MustSay(".env.prod (mode 0600)");
        (await place.RunAsync("--target=DeployProd")).MustEndWith(0).MustSay($"prod serves release", place.ProdUrl);

        await BothServeAsync(place);
        await place.AddPostAsync("prod", "Kept through the night");
        Assert.DoesNotContain("Kept through the night", (await place.AskDevAsync(place.DevUrl + "/")).Body, StringComparison.Ordinal);

        await IsTakenBackWhenItCostsProdARequestAsync(place);
        var dev = await place.ContainerIdsAsync("dev");
        await GoesDownAsync(place);
        await ComesUpAsync(place);
        await GoesDownAsync(place);
        await IsDeployedAgainAsync(place);
        await DoesNotLeaveItsDataBehindAsync(place);
        Assert.Equal(dev, await place.ContainerIdsAsync("dev"));
    });

    private static async Task DoesNotDeployProdWithoutAnEnvFileAsync(Workspace place)
    {
        (await place.RunAsync("--target=DeployProd")).MustEndWith(2).MustSay(".env.prod", "--target=InitEnv --environment=prod");
        Assert.False(File.Exists(place.EnvFile("prod")));
    }

    private static async Task BothServeAsync(Workspace place)
    {
        foreach (var environment in new[] { "dev", "prod" })
        {
            Assert.Equal(Services.Select(service => $"{place.Project(environment)}-{service}"), (await place.ContainerIdsAsync(environment)).Keys.Select(name => name.EndsWith("-1", StringComparison.Ordinal) ? name[..^2] : name));
        }

        await DevServesAsync(place);
        var page = await ProdServesAsync(place);
        Assert.False(page.Headers.ContainsKey("X-Robots-Tag"));
        Assert.Contains("<dd id=\"environment\">production</dd>", page.Body, StringComparison.Ordinal);
        var status = await place.JsonAsync("--target=Status");
        Assert.Equal(["prod", "dev"], status.GetProperty("environments").EnumerateArray().Select(environment => environment.GetProperty("name").GetString()));
        Assert.All(status.GetProperty("environments").EnumerateArray().SelectMany(environment => environment.GetProperty("services").EnumerateArray()),
            service => Assert.Equal(("running", "healthy"), (service.GetProperty("state").GetString(), service.GetProperty("health").GetString())));
    }

    /// <summary>While development is deployed, requests for production's api go to its vault for a moment, which answers 404.</summary>
    private static async Task IsTakenBackWhenItCostsProdARequestAsync(Workspace place)
    {
        var upstreams = Path.Combine(place.State, "edge", "upstreams");
        var api = Path.Combine(upstreams, $"{place.Project("prod")}-api");
        var right = await File.ReadAllTextAsync(api);
        var served = await File.ReadAllTextAsync(Path.Combine(upstreams, $"{place.Project("dev")}-web"));
        place.Edit(Compose, ApiUrl, $"{ApiUrl}\n      COSTS_PROD: \"yes\"");
        var trap = new LedgerTrap(place.LedgerFile("dev"));
        var deployment = place.Start("--target=DeployDev");
        Assert.True(await trap.WaitAsync(deployment, LedgerTrap.Start("check-health")), "The health check did not begin.");
        File.Copy(Path.Combine(upstreams, $"{place.Project("prod")}-vault"), api, overwrite: true);
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        await File.WriteAllTextAsync(api, right);

        var failed = await place.EndAsync(deployment);

        failed.MustEndWith(1).MustSay("DeployDev stopped at check-traffic", "prod dropped ", "since the first service of dev was touched", "dev still serves release");
        Assert.Equal(served, await File.ReadAllTextAsync(Path.Combine(upstreams, $"{place.Project("dev")}-web")));
        Assert.DoesNotContain("COSTS_PROD", await Docker.InspectAsync(await place.ContainerAsync("dev", "web"), "{{json .Config.Env}}"), StringComparison.Ordinal);
        await DevServesAsync(place);
        var last = (await place.HistoryAsync("dev"))[^1];
        Assert.Equal("failed", last.GetProperty("outcome").GetString());
        place.Edit(Compose, $"{ApiUrl}\n      COSTS_PROD: \"yes\"", ApiUrl);
    }

    private static async Task GoesDownAsync(Workspace place)
    {
        var volumes = await Docker.VolumesAsync(place.Project("prod"));
        Assert.Equal(3, volumes.Length);

        (await place.RunAsync("--target=Down", "--environment=prod")).MustEndWith(0).MustSay("--target=Up --environment=prod");

        Assert.Empty(await place.ContainerIdsAsync("prod"));
        Assert.Equal(volumes, await Docker.VolumesAsync(place.Project("prod")));
        // The edge keeps requests waiting for what may come back.
        var request = place.Visitor.AskAsync(place.ProdUrl + "/api/health");
        Assert.NotSame(request, await Task.WhenAny(request, Task.Delay(TimeSpan.FromSeconds(2))));
        await DevServesAsync(place);
    }

    private static async Task ComesUpAsync(Workspace place)
    {
        (await place.RunAsync("--target=Up", "--environment=prod")).MustEndWith(0).MustSay(place.ProdUrl);

        Assert.Contains("<h3>Kept through the night</h3>", (await ProdServesAsync(place)).Body, StringComparison.Ordinal);
    }

    /// <summary>Something changed while it was down, so that a release is made and not only what was there is started.</summary>
    private static async Task IsDeployedAgainAsync(Workspace place)
    {
        place.Edit(Compose, ApiUrl, $"{ApiUrl}\n      CHANGED_WHILE_DOWN: \"yes\"");

        (await place.RunAsync("--target=DeployProd")).MustEndWith(0);

        Assert.Contains("<h3>Kept through the night</h3>", (await ProdServesAsync(place)).Body, StringComparison.Ordinal);
        Assert.Contains("CHANGED_WHILE_DOWN=yes", await Docker.InspectAsync(await place.ContainerAsync("prod", "web"), "{{json .Config.Env}}"), StringComparison.Ordinal);
        var last = (await place.HistoryAsync("prod"))[^1];
        Assert.Equal("live", last.GetProperty("outcome").GetString());
        Assert.True(File.Exists(Path.Combine(place.State, "makapix", "prod", "backups", last.GetProperty("backup").GetString() + ".dump")));
    }

    /// <summary>Another project names other volumes.</summary>
    private static async Task DoesNotLeaveItsDataBehindAsync(Workspace place)
    {
        foreach (var (environment, target) in new[] { ("prod", "DeployProd"), ("dev", "DeployDev") })
        {
            var project = place.Project(environment);
            place.Edit(Definition, $"project: {project}", $"project: {project}-renamed");
            (await place.RunAsync($"--target={target}")).MustEndWith(3).MustSay($"{project}_db-data", "would be left behind", $"--allow-new-volume={project}-renamed_");
            // A yes is enough where it is not production; the names of the containers are the next thing to say.
            (await place.RunAsync($"--target={target}", "--yes")).MustEndWith(environment == "prod" ? 3 : 2).MustSay(environment == "prod" ? "would be left behind" : "container_name");
            place.Edit(Definition, $"project: {project}-renamed", $"project: {project}");
        }

        Assert.Empty(await Docker.VolumesAsync(place.Project("prod") + "-renamed"));
    }

    private static async Task DevServesAsync(Workspace place)
    {
        (await place.AskDevAsync(place.DevUrl + "/api/health")).MustBe(200);
        Assert.Contains("<dd id=\"environment\">development</dd>", (await place.AskDevAsync(place.DevUrl + "/")).MustBe(200).Body, StringComparison.Ordinal);
    }

    private static async Task<Answer> ProdServesAsync(Workspace place)
    {
        (await place.Visitor.AskAsync(place.ProdUrl + "/api/health")).MustBe(200);
        return (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(200);
    }
}
