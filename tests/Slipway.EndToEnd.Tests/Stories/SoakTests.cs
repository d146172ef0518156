using Slipway.EndToEnd.Tests.Interruptions;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>A release that fails only after everybody has called it healthy.</summary>
[Collection(EndToEndStories.Name)]
public sealed class SoakTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Definition = "compose/small/stack.yaml";

    /// <summary>What comes by the edge is answered with 500 once the file is there; the container's own health check stays green.</summary>
    private const string Sabotage = """
        	@broken {
        		header X-Forwarded-For *
        		file {
        			root /tmp
        			try_files /broken
        		}
        	}
        	respond @broken "the queue is full" 500
        	respond "page
        """;

    /// <summary>The release breaks when its soak begins, and not at a time that a slow machine would miss.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task A_release_that_becomes_healthy_and_then_fails_is_caught_in_the_soak_and_rolled_back() => Workspace.TellAsync(build, TestStack.Small, output, async place =>
    {
        var site = await SmallSite.MakeAsync(place);
        var good = await site.MustServeNewestAsync("prod");
        place.Edit(Definition, "soakSeconds: 0", "soakSeconds: 30");
        place.Edit("src/site/Caddyfile", "\trespond \"page", Sabotage);
        var trap = new LedgerTrap(place.LedgerFile("prod"));

        var deployment = place.Start("--target=DeployProd");
        Assert.True(await trap.WaitAsync(deployment, LedgerTrap.Start("watch-soak")), "The soak did not begin.");
        foreach (var container in await Docker.LinesAsync("ps", "--filter", $"label=com.docker.compose.project={place.Project("prod")}", "--filter", "label=com.docker.compose.service=web", "--format", "{{.Names}}"))
            await Docker.RunAsync("exec", container, "touch", "/tmp/broken");
        Assert.True(await trap.WaitAsync(deployment, added => LedgerEntry.LastRun(added).Any(entry => entry is { Event: "stepUndone", Step: "switch-traffic" })), "The switch was not rolled back.");
        await using var visitors = Prober.Start(address => place.Visitor.AskAsync(address), place.ProdUrl + "/");
        var failed = await place.EndAsync(deployment);

        visitors.MustHaveSeenNoFailure();
        failed.MustEndWith(1).MustSay(
            "DeployProd stopped at watch-soak",
            "requests failed, more than 2 %",
            $"{place.ProdUrl}/ answered 500: the queue is full",
            $"prod still serves release {good.Release}");
        Assert.InRange(failed.Elapsed.TotalSeconds, 0, 90);
        for (var visit = 0; visit < 50; visit++) (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(200);
        await site.MustServeAsBeforeAsync("prod", good, "failed");
        await PassesOnceItIsMendedAsync(place);
    });

    private static async Task PassesOnceItIsMendedAsync(Workspace place)
    {
        place.Edit("src/site/Caddyfile", Sabotage, "\trespond \"page");
        place.Edit(Definition, "soakSeconds: 30", "soakSeconds: 2");
        place.SetKey(TestStack.Small.EnvFile("prod"), "GREETING", "hello1");

        (await place.RunAsync("--target=DeployProd")).MustEndWith(0).MustSay("2 s, ", " requests at the edge, 0 errors, P95 ");
    }
}
