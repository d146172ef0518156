using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>What holds a release of production up, and what does not.</summary>
[Collection(EndToEndStories.Name)]
public sealed class GuardTests(BuildUnderTest build, ITestOutputHelper output)
{
    private const string Definition = "compose/small/stack.yaml";

    /// <summary>While a session is active nothing of production is touched; under maintenance visitors are kept out and the release is asked all the same; outside of the window nothing is begun; a rollback goes through all the same.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task Production_is_touched_when_its_guard_and_its_window_allow_it() => Workspace.TellAsync(build, TestStack.Small, output, async place =>
    {
        place.Edit(Definition, "    envFile: .env.prod\n", "    envFile: .env.prod\n    guards: [{name: no active session, service: web, command: [test, -e, /tmp/idle]}]\n");
        (await place.RunAsync("--target=InitEnv", "--environment=prod")).MustEndWith(0);
        (await place.RunAsync("--target=Plan", "--for=DeployProd")).MustEndWith(0).MustSay("guard skipped: no active session (web is not running)");
        (await place.RunAsync("--target=DeployProd")).MustEndWith(0);
        var before = await place.ContainerIdsAsync("prod");

        place.SetKey("compose/small/.env.prod", "GREETING", "hello1");
        (await place.RunAsync("--target=DeployProd")).MustEndWith(3).MustSay("guard \"no active session\" did not pass", "waitSeconds", "Now:");
        Assert.Equal(before, await place.ContainerIdsAsync("prod"));
        (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(200);

        await Docker.RunAsync("exec", await place.ContainerAsync("prod", "web"), "touch", "/tmp/idle");
        (await place.RunAsync("--target=Maintenance", "--environment=prod", "--on", "--retry-after=30", "--allow=203.0.113.7")).MustEndWith(0).MustSay("prod is under maintenance: visitors get 503 with Retry-After 30 s; let through: 203.0.113.7");
        Assert.Equal("30", (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(503).Headers["Retry-After"]);
        (await place.RunAsync("--target=DeployProd")).MustEndWith(0).MustSay("passed", "prod serves release", "prod is under maintenance");
        (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(503);
        (await place.RunAsync("--target=Maintenance", "--environment=prod", "--off")).MustEndWith(0).MustSay("prod is no longer under maintenance");
        (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(200);

        var yesterday = DateTime.UtcNow.AddDays(-2).DayOfWeek.ToString()[..3].ToLowerInvariant();
        place.Edit(Definition, "    guards: [", $"    window: {{timeZone: UTC, periods: [{{days: [{yesterday}], from: \"00:00\", to: \"12:00\"}}]}}\n    guards: [");
        place.SetKey("compose/small/.env.prod", "GREETING", "hello2");
        var runs = (await File.ReadAllLinesAsync(place.LedgerFile("prod"))).Length;
        (await place.RunAsync("--target=Plan", "--for=DeployProd")).MustEndWith(0).MustSay("check-window", "00:00-12:00 (UTC)", "ask-guard-1");
        (await place.RunAsync("--target=DeployProd")).MustEndWith(3).MustSay("DeployProd was refused: prod may not get a release now", "--now");
        Assert.Equal(runs, (await File.ReadAllLinesAsync(place.LedgerFile("prod"))).Length);

        Assert.DoesNotContain("check-window", (await place.RunAsync("--target=Plan", "--for=DeployProd", "--now")).MustEndWith(0).MustSay("the maintenance window is overruled", "ask-guard-1").Text, StringComparison.Ordinal);
        (await place.RunAsync("--target=Rollback", "--environment=prod")).MustEndWith(0);
    });
}
