using System.Collections.Immutable;
using System.Diagnostics;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>Cuts deployments of one workspace off, one after the other, while people visit production and write to it.</summary>
internal sealed class Lane : IAsyncDisposable
{
    /// <summary>Visitors of several lanes come all the while; each makes a connection of its own, which two processors notice.</summary>
    private static readonly TimeSpan VisitorsPause = TimeSpan.FromMilliseconds(200);

    private readonly Workspace place;
    private readonly SmallSite site;
    private readonly Prober visitors;
    private readonly RowWriter rows;
    private readonly ImmutableDictionary<string, ImmutableArray<PlannedStep>> plans;
    private Serving? prod;

    private Lane(Workspace place, SmallSite site, ImmutableDictionary<string, ImmutableArray<PlannedStep>> plans)
    {
        this.place = place;
        this.site = site;
        this.plans = plans;
        visitors = Prober.Start(VisitorsPause, VisitAsync, place.ProdUrl + "/");
        rows = RowWriter.Start(place, "prod", () => true);
    }

    /// <summary>How many connections had to be made twice, since the edge was given new rules while they were made.</summary>
    public int MadeTwice { get; private set; }

    /// <summary>Opens production to the people.</summary>
    public static Lane Open(Workspace place, SmallSite site, ImmutableDictionary<string, ImmutableArray<PlannedStep>> plans) => new(place, site, plans);

    /// <summary>Cuts a deployment off at a point, brings it to its end, and asserts that everything is as it has to be.</summary>
    /// <param name="point">The point.</param>
    /// <param name="again">Whether Resume or Abort is killed too, once.</param>
    public async Task<CutOutcome> CutAsync(CutPoint point, bool again)
    {
        var began = Stopwatch.GetTimestamp();
        var environment = point.Environment;
        if (environment == "dev") await site.RemoveDevAsync();
        else site.ChangeProd();

        var before = environment == "dev" ? Serving.Nothing : prod ?? await site.LookAsync("prod");
        // Development's database takes rows from its first migration on; production's all the while.
        await using var devRows = environment == "dev" ? RowWriter.Start(place, "dev", () => IsMigrated(place.LedgerFile("dev"))) : null;

        var (deployed, hit) = await InterruptAsync(point);
        var (isNew, then) = point.Ending == Ending.Terminated ? await AfterTermAsync(point, deployed, hit) : await AfterKillAsync(point, deployed, hit, again);

        if (devRows is not null) await devRows.StopAsync();
        var run = place.LastEntries(environment);
        Assert.Null(LedgerRule.Violation([.. run.Select(entry => entry.ToString())], plans[environment]));
        var outcome = run[^1].Event switch { "runDone" => "live", "runAborted" => "aborted", _ => "failed" };
        var look = isNew ? site.MustServeNewestAsync(environment) : site.MustServeAsBeforeAsync(environment, before, outcome);
        await Task.WhenAll(look, rows.MustHaveKeptAsync(), devRows?.MustHaveKeptAsync() ?? Task.CompletedTask);
        if (environment == "prod") prod = await look;
        visitors.MustHaveSeenNoFailure();
        return new CutOutcome(point, hit ?? "none, it had ended", then, isNew ? "the new release serves" : before.Release is null ? "nothing serves, as before" : "the old release serves", Stopwatch.GetElapsedTime(began), true);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await visitors.DisposeAsync();
        await rows.DisposeAsync();
    }

    /// <summary>
    /// Asks as a client does that may send a request again. A reload of Caddy (2.11) closes the connections whose handshake is under
    /// way at that moment: before an answer began, trying once more is allowed. An answer that is no good is never asked for again.
    /// </summary>
    private async Task<Answer> VisitAsync(string address)
    {
        try
        {
            return await place.Visitor.AskAsync(address);
        }
        catch (HttpRequestException)
        {
            MadeTwice++;
            return await place.Visitor.AskAsync(address);
        }
    }

    private async Task<(Ended Ended, string? Hit)> InterruptAsync(CutPoint point)
    {
        var ledger = place.LedgerFile(point.Environment);
        var trap = new LedgerTrap(ledger);
        var program = place.Start(point.Environment == "dev" ? "--target=DeployDev" : "--target=DeployProd");
        var seen = await trap.SpringAsync(program, LedgerTrap.Lines(point.Line), point.After, point.Ending == Ending.Terminated ? Posix.Terminate : Posix.Kill);
        var ended = await place.EndAsync(program);
        // A killed process writes no more: what the file holds at its end is exact.
        return (ended, seen is null ? null : LedgerEntry.LastRun(point.Ending == Ending.Terminated ? seen : await File.ReadAllTextAsync(ledger))[^1].ToString());
    }

    private async Task<(bool IsNew, string Then)> AfterTermAsync(CutPoint point, Ended deployed, string? hit)
    {
        var last = plans[point.Environment][^1].Id;
        var mayBeTooLate = hit is null || hit == "runDone" || hit.EndsWith($" {last}", StringComparison.Ordinal) || hit == $"stepDone {plans[point.Environment][^2].Id}";
        Assert.True(deployed.ExitCode == 1 || (deployed.ExitCode == 0 && mayBeTooLate), $"After SIGTERM at {hit}, `{deployed.CommandLine}` ended with {deployed.ExitCode}:\n{deployed.Text}");
        Assert.True(deployed.ExitCode == 0 || hit != $"stepDone {last}", $"After SIGTERM at {hit}, the last step's end, `{deployed.CommandLine}` did not end well:\n{deployed.Text}");
        deployed.MustEndWith(deployed.ExitCode);
        await NothingIsInterruptAsync(point.Environment);
        return (deployed.ExitCode == 0, "nothing to resume or abort");
    }

    private async Task<(bool IsNew, string Then)> AfterKillAsync(CutPoint point, Ended deployed, string? hit, bool again)
    {
        if (hit is null or "runDone")
        {
            if (hit is null) deployed.MustEndWith(0);
            await NothingIsInterruptAsync(point.Environment);
            return (true, "nothing to resume or abort");
        }

        // An operator may take hours to come. What the killed run had begun to replace comes up by itself; the edge holds the request so long.
        (await place.Visitor.AskAsync(place.ProdUrl + "/")).MustBe(200);

        var target = point.Ending == Ending.Resumed ? "Resume" : "Abort";
        string[] command = [$"--target={target}", $"--environment={point.Environment}"];
        var then = target;
        if (again)
        {
            // Its first entry, and the first step or undo after it; then a moment inside of that.
            var trap = new LedgerTrap(place.LedgerFile(point.Environment));
            var program = place.Start(command);
            var seen = await trap.SpringAsync(program, LedgerTrap.Lines(2), TimeSpan.FromMilliseconds(20), Posix.Kill);
            await place.EndAsync(program);
            then = seen is null ? target : $"{target}, killed at {place.LastEntries(point.Environment)[^1]}, {target}";
        }

        (await place.RunAsync(command)).MustEndWith(0);
        return (point.Ending == Ending.Resumed, then);
    }

    private async Task NothingIsInterruptAsync(string environment)
    {
        var ledger = await File.ReadAllTextAsync(place.LedgerFile(environment));
        foreach (var target in new[] { "Resume", "Abort" }) (await place.RunAsync($"--target={target}", $"--environment={environment}")).MustEndWith(0).MustSay("nothing to do");
        Assert.Equal(ledger, await File.ReadAllTextAsync(place.LedgerFile(environment)));
    }

    private static bool IsMigrated(string ledger) =>
        File.Exists(ledger) && LedgerEntry.LastRun(File.ReadAllText(ledger)).Any(entry => entry is { Event: "stepDone", Step: "run-migrations" });
}
