using Slipway.EndToEnd.Tests.Interruptions;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>Services that are several, and services that cannot run twice: nobody is turned away for either.</summary>
[Collection(EndToEndStories.Name)]
public sealed class HoldTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Compose = "compose/small/docker-compose.yml";

    /// <summary>All containers of the new release come beside all of the old one, and as many serve as the release asks for.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task Several_replicas_are_replaced_while_all_of_them_serve() => Workspace.TellAsync(build, TestStack.Small, output, async place =>
    {
        place.Edit(Compose, "    container_name: ${PROJECT_NAME}-web\n", "    deploy: {replicas: 2}\n");
        var site = await SmallSite.MakeAsync(place);
        site.ChangeProd();
        await DeploysAsync(place, site, replicas: 2);
        var two = await site.LookAsync("prod");
        place.Edit(Compose, "{replicas: 2}", "{replicas: 3}");
        site.ChangeProd();
        await DeploysAsync(place, site, replicas: 3);

        (await place.RunAsync("--target=Rollback", "--environment=prod")).MustEndWith(0);

        Assert.Equal(two.Page, (await site.LookAsync("prod")).Page);
        Assert.Equal(2, (await WebAsync(place)).Length);
    });

    /// <summary>Two containers cannot have one port: the edge keeps the requests until the new one has it. And as long as a migration wants the database to itself.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task Requests_wait_for_a_replacement_in_place_and_for_an_exclusive_migration() => Workspace.TellAsync(build, TestStack.Small, output, async place =>
    {
        var port = Workspace.FreePorts(1)[0];
        place.Edit("compose/small/docker-compose.prod.yml", "web: {restart: unless-stopped}", $"web: {{restart: unless-stopped, ports: [\"127.0.0.1:{port}:8080\"]}}");
        var site = await SmallSite.MakeAsync(place);
        var before = await WebAsync(place);
        place.Edit("compose/small/stack.yaml", "  migrations:\n    service: web\n", "  migrations:\n    exclusive: true\n    service: web\n");
        place.Edit("src/site/migrations.sql", "\\echo 0001_rows", "SELECT pg_sleep(4);\n\\echo 0001_rows");
        site.ChangeProd();
        (await place.RunAsync("--target=Plan", "--for=DeployProd")).MustEndWith(0).MustSay("replaced in place, requests wait");
        Assert.InRange(await DeploysAsync(place, site, replicas: 1), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15));

        Assert.NotEqual(before, await WebAsync(place));
        using var visitor = new Visitor(port);
        Assert.Equal((await site.LookAsync("prod")).Page, (await visitor.AskAsync($"http://web.localhost:{port}/")).MustBe(200).Body);
    });

    /// <summary>Deploys a changed page, under the eyes of visitors.</summary>
    /// <returns>The longest that one of them had to wait.</returns>
    private static async Task<TimeSpan> DeploysAsync(Workspace place, SmallSite site, int replicas)
    {
        await using var visitors = Prober.Start(address => place.Visitor.AskAsync(address), place.ProdUrl + "/");

        (await place.RunAsync("--target=DeployProd")).MustEndWith(0);

        // One deployment of the small stack, in which they may have to wait.
        var slowest = await visitors.MustHaveSeenNoFailureAsync(place, moreThan: 30);
        var release = (await site.LookAsync("prod")).Release!;
        var web = await WebAsync(place);
        Assert.Equal(replicas, web.Length);
        Assert.All(web, line => Assert.EndsWith($" {release} Up (healthy)", line, StringComparison.Ordinal));
        return slowest;
    }

    /// <summary>The containers of the page's service: id, release, and how each is.</summary>
    private static async Task<string[]> WebAsync(Workspace place) =>
        [.. (await Docker.LinesAsync("ps", "--all", "--filter", $"label=com.docker.compose.project={place.Project("prod")}", "--filter", "label=com.docker.compose.service=web", "--format", "{{.ID}} {{.Label \"slipway.release\"}} {{.Status}}"))
            .Select(line => line.Split(' ')).Select(words => $"{words[0]} {words[1]} {words[2]} {words[^1]}")];
}
