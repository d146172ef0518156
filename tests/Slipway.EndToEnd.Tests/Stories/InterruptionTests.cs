using System.Diagnostics;
using Slipway.EndToEnd.Tests.Interruptions;
using Xunit.Abstractions;

namespace Slipway.EndToEnd.Tests.Stories;

/// <summary>Deployments whose process is ended from outside.</summary>
[Collection(EndToEndStories.Name)]
public sealed class InterruptionTests(BuildUnderTest build, ITestOutputHelper output)
{
    private static readonly string[] OtherTargets = ["Rollback", "Up", "Down", "Backup"];

    /// <summary>Between any two steps and within each, whoever ends it and however it goes on: production serves, no row is lost, and nothing is left lying about.</summary>
    [DockerFact(Timeout = 3 * EndToEndStories.TimeoutMilliseconds)]
    public Task A_deployment_can_be_ended_at_every_point() => new Matrix(build, output).RunAsync();

    /// <summary>Whoever comes next is told what happened and both ways out of it, and changes nothing.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task A_deployment_that_was_interrupted_stops_the_next_one() => TellAsync(async (place, site) =>
    {
        var before = await site.LookAsync("prod");
        site.ChangeProd();
        await KillAsync(place, "start-services", "--target=DeployProd");
        var ledger = await File.ReadAllTextAsync(place.LedgerFile("prod"));
        var release = (await place.HistoryAsync("prod"))[^1].GetProperty("id").GetString()!;

        var next = await place.RunAsync("--target=DeployProd");

        next.MustEndWith(3).MustSay(release, "was interrupted at step start-services", "--target=Resume --environment=prod", "--target=Abort --environment=prod");
        foreach (var target in OtherTargets) (await place.RunAsync($"--target={target}", "--environment=prod")).MustEndWith(3).MustSay("was interrupted at step start-services");

        Assert.Equal(ledger, await File.ReadAllTextAsync(place.LedgerFile("prod")));
        (await place.RunAsync("--target=Abort", "--environment=prod")).MustEndWith(0).MustSay(before.Release!);
        await site.MustServeAsBeforeAsync("prod", before, "aborted");
        (await place.RunAsync("--target=DeployProd")).MustEndWith(0);
        await site.MustServeNewestAsync("prod");
    });

    /// <summary>However often the Resume is killed.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task A_deployment_is_resumed_even_when_that_is_interrupted_twice() => TellAsync(async (place, site) =>
    {
        site.ChangeProd();
        await KillAsync(place, "run-migrations", "--target=DeployProd");
        await KillAsync(place, "start-beside", "--target=Resume", "--environment=prod");
        await KillAsync(place, "start-services", "--target=Resume", "--environment=prod");

        (await place.RunAsync("--target=Resume", "--environment=prod")).MustEndWith(0);

        await site.MustServeNewestAsync("prod");
        Assert.Equal(3, place.LastRun("prod").Count(entry => entry == "runResumed"));
        Assert.Equal("runDone", place.LastRun("prod")[^1]);
    });

    /// <summary>What a killed process has asked the edge to keep waiting, nobody would release.</summary>
    [DockerFact(Timeout = EndToEndStories.TimeoutMilliseconds)]
    public Task Requests_that_are_held_go_on_when_the_deployment_is_killed() => TellAsync(async (place, site) =>
    {
        const string Migration = "SELECT pg_sleep(12) WHERE to_regclass('slept') IS NULL;\nCREATE TABLE IF NOT EXISTS slept ();\n";
        place.Edit("compose/small/stack.yaml", "  migrations:\n    service: web\n", "  migrations:\n    exclusive: true\n    service: web\n");
        place.Edit("src/site/migrations.sql", "\\echo 0001_rows", $"{Migration}\\echo 0001_rows");
        site.ChangeProd();
        var trap = new LedgerTrap(place.LedgerFile("prod"));
        var program = place.Start("--target=DeployProd");
        Assert.NotNull(await trap.SpringAsync(program, LedgerTrap.Start("run-migrations"), TimeSpan.FromSeconds(2), Posix.Kill));
        var killed = Stopwatch.GetTimestamp();

        (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(200);

        Assert.InRange(Stopwatch.GetElapsedTime(killed).TotalSeconds, 0, 5);
        await place.EndAsync(program);
        Assert.Equal("stepStarted run-migrations", place.LastRun("prod")[^1]);
        (await place.RunAsync("--target=Resume", "--environment=prod")).MustEndWith(0);
        await site.MustServeNewestAsync("prod");
    });

    private Task TellAsync(Func<Workspace, SmallSite, Task> story) =>
        Workspace.TellAsync(build, TestStack.Small, output, async place => await story(place, await SmallSite.MakeAsync(place)));

    /// <summary>Kills a command the moment it begins a step.</summary>
    private static async Task KillAsync(Workspace place, string step, params string[] command)
    {
        var trap = new LedgerTrap(place.LedgerFile("prod"));
        var program = place.Start(command);
        Assert.NotNull(await trap.SpringAsync(program, LedgerTrap.Start(step), TimeSpan.Zero, Posix.Kill));
        await place.EndAsync(program);
        Assert.Equal($"stepStarted {step}", place.LastRun("prod")[^1]);
    }
}
