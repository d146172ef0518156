using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>Releases that do not work, in front of people who notice nothing.</summary>
[Collection(EndToEndStories.Name)]
public sealed class BrokenReleaseTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Compose = "compose/makapix/docker-compose.yml";
    private const string Definition = "compose/makapix/stack.yaml";
    private const string Site = "caddy/sites/makapix-dev.caddy";
    private const string Migration = "src/Showcase/Migrate/Migrations/9001_add_mood.sql";

    /// <summary>Three ways to fail, one after the other, then a release that works.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task A_release_that_never_becomes_healthy_leaves_the_old_one_serving() => Workspace.TellAsync(build, output, async place =>
    {
        (await place.RunAsync("--target=DeployDev")).MustEndWith(0);
        var good = (await place.HistoryAsync("dev")).Single().GetProperty("id").GetString()!;
        var containers = await place.ContainerIdsAsync("dev");
        await using var visitors = Prober.Start(place.AskDevAsync, place.DevUrl + "/", place.DevUrl + "/api/health");

        await NeverBecomesHealthyAsync(place, good);
        await DiesAtItsStartAsync(place, good);
        await DoesNotMigrateAsync(place, good);
        Assert.Equal(containers, await place.ContainerIdsAsync("dev"));
        await HasABrokenSiteFileAsync(place, good);

        Assert.Equal(containers, await place.ContainerIdsAsync("dev"));
        await visitors.MustHaveSeenNoFailureAsync(place);
        await WorksOnceItIsMendedAsync(place, good);
    });

    /// <summary>It runs, and its health check says no until the time is over.</summary>
    private static async Task NeverBecomesHealthyAsync(Workspace place, string good)
    {
        place.Edit(Definition, "timeoutSeconds: 120", "timeoutSeconds: 12");
        place.Edit(Compose, "REDIS_HOST: ${REDIS_HOST}\n      VAULT_PATH: /vault\n      VAULT_BASE_URL", "REDIS_HOST: nowhere\n      VAULT_PATH: /vault\n      VAULT_BASE_URL");
        var beside = $"{place.Project("dev")}-api-2";

        var failed = await place.RunAsync("--target=DeployDev");

        failed.MustEndWith(1).MustSay(
            "DeployDev stopped at start-beside",
            $"{beside} did not become healthy in 12 s",
            $"Last lines of {beside}:",
            "redis",
            $"dev still serves release {good}");
        IsWrittenDown(place, "start-beside", undone: ["start-beside", "run-migrations"]);
        Assert.Empty(await Docker.ContainersAsync(beside));
        place.Edit(Compose, "REDIS_HOST: nowhere", "REDIS_HOST: ${REDIS_HOST}");
        place.Edit(Definition, "timeoutSeconds: 12", "timeoutSeconds: 120");
    }

    /// <summary>It ends at once: nobody has to sit out the time.</summary>
    private static async Task DiesAtItsStartAsync(Workspace place, string good)
    {
        const string Setting = "API_URL: http://${PROJECT_NAME}-api:8080";
        place.Edit(Compose, Setting, "API_URL: \"\"");
        var beside = $"{place.Project("dev")}-web-2";

        var failed = await place.RunAsync("--target=DeployDev");

        failed.MustEndWith(1).MustSay($"{beside} is exited, its last exit code is", $"Last lines of {beside}:", "API_URL", $"dev still serves release {good}");
        Assert.InRange(failed.Elapsed.TotalSeconds, 0, 60);
        IsWrittenDown(place, "start-beside", undone: ["start-beside"]);
        Assert.Empty(await Docker.ContainersAsync(beside));
        place.Edit(Compose, "API_URL: \"\"", Setting);
    }

    private static async Task DoesNotMigrateAsync(Workspace place, string good)
    {
        await File.WriteAllTextAsync(place.PathOf(Migration), "ALTER TABLE no_such_table ADD COLUMN mood text;\n");

        var failed = await place.RunAsync("--target=DeployDev");

        failed.MustEndWith(1).MustSay("DeployDev stopped at run-migrations", "relation \"no_such_table\" does not exist", $"dev still serves release {good}");
        IsWrittenDown(place, "run-migrations", undone: ["run-migrations"]);
        File.Delete(place.PathOf(Migration));
    }

    /// <summary>What Caddy does not accept stays out of the running edge and out of the files of its next start.</summary>
    private static async Task HasABrokenSiteFileAsync(Workspace place, string good)
    {
        var applied = Path.Combine(place.State, "edge", "sites", "makapix-dev.caddy");
        var before = await File.ReadAllTextAsync(applied);
        var edge = await Docker.InspectAsync($"{place.Edge}-caddy", "{{.Id}} {{.State.StartedAt}}");
        place.Edit(Site, "redir {$BASE_URL}{uri} 308", "redirr {$BASE_URL}{uri} 308");

        var failed = await place.RunAsync("--target=DeployDev");

        failed.MustEndWith(1).MustSay("DeployDev stopped at apply-edge", "redirr", $"dev still serves release {good}");
        Assert.Equal(before, await File.ReadAllTextAsync(applied));
        Assert.Equal(edge, await Docker.InspectAsync($"{place.Edge}-caddy", "{{.Id}} {{.State.StartedAt}}"));
        (await place.Visitor.AskAsync($"http://development.{place.Name}.localhost:{place.HttpPort}/")).MustBe(308);
        (await place.Visitor.AskAsync(place.DevUrl + "/")).MustBe(401);
        await Docker.RunAsync("exec", $"{place.Edge}-caddy", "caddy", "validate", "--config", "/etc/caddy/state/Caddyfile", "--adapter", "caddyfile");
        place.Edit(Site, "redirr {$BASE_URL}{uri} 308", "redir {$BASE_URL}{uri} 308");
    }

    private static async Task WorksOnceItIsMendedAsync(Workspace place, string good)
    {
        await File.WriteAllTextAsync(place.PathOf(Migration), "ALTER TABLE posts ADD COLUMN mood text;\n");

        (await place.RunAsync("--target=DeployDev")).MustEndWith(0);

        (await place.AskDevAsync(place.DevUrl + "/api/health")).MustBe(200);
        await place.AddPostAsync("dev", "After three failures");
        var history = await place.HistoryAsync("dev");
        Assert.Equal(["superseded", "failed", "failed", "failed", "failed", "live"], history.Select(release => release.GetProperty("outcome").GetString()));
        Assert.Equal(good, history[0].GetProperty("id").GetString());
        Assert.Contains("9001_add_mood", history[^1].GetProperty("migrations").EnumerateArray().Select(line => line.GetString()!).Single(), StringComparison.Ordinal);
    }

    /// <summary>Begun, failed at one step, rolled back, and nothing else.</summary>
    private static void IsWrittenDown(Workspace place, string step, string[] undone)
    {
        var run = place.LastRun("dev");
        Assert.Equal("runStarted", run[0]);
        Assert.Equal([$"stepStarted {step}", $"stepFailed {step}", .. undone.SelectMany(id => new[] { $"undoStarted {id}", $"stepUndone {id}" }), $"runFailed {step}"], run[Array.IndexOf(run, $"stepStarted {step}")..]);
    }
}
