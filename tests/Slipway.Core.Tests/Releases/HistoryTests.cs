using System.Collections.Immutable;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Releases;

public class HistoryTests
{
    // What ran, then "current <- previous" and every release with its outcome.
    public static TheoryData<string, string, string> Sequences => new()
    {
        { "", "none <- none", "" },
        { "Deploy .1 done", ".1 <- none", ".1 Live" },
        { "Deploy .1 done; Deploy .2 done", ".2 <- .1", ".1 Superseded, .2 Live" },
        { "Deploy .1 done; Deploy .2 done; Deploy .3 done", ".3 <- .2", ".1 Superseded, .2 Superseded, .3 Live" },
        { "Deploy .1 failed", "none <- none", ".1 Failed" },
        { "Deploy .1 done; Deploy .2 failed", ".1 <- none", ".1 Live, .2 Failed" },
        { "Deploy .1 done; Deploy .2 failed; Deploy .3 done", ".3 <- .1", ".1 Superseded, .2 Failed, .3 Live" },
        { "Deploy .1 done; Deploy .2 done; Rollback .1 done", ".1 <- none", ".1 Live, .2 RolledBack" },
        { "Deploy .1 done; Deploy .2 done; Deploy .3 done; Rollback .2 done", ".2 <- .1", ".1 Superseded, .2 Live, .3 RolledBack" },
        { "Deploy .1 done; Deploy .2 done; Rollback .1 done; Deploy .3 done", ".3 <- .1", ".1 Superseded, .2 RolledBack, .3 Live" },
        { "Deploy .1 done; Deploy .2 done; Rollback .1 failed", ".2 <- .1", ".1 Superseded, .2 Live" },
        { "Deploy .1 done; Deploy .2 done; Rollback .1 done; Rollback .2 done", ".2 <- .1", ".1 Superseded, .2 Live" }, // forward again
        { "Deploy .1 done; Deploy .2 done; Deploy .3 done; Rollback .1 done", ".1 <- none", ".1 Live, .2 Superseded, .3 RolledBack" }, // back never leads forward
        { "Promote .1 done; Promote .2 done", ".2 <- .1", ".1 Superseded, .2 Live" },
        { "Promote .1 done; Promote .2 failed", ".1 <- none", ".1 Live, .2 Failed" },
        { "Deploy .1 done; Backup - done; Down .1 done; Up .1 done", ".1 <- none", ".1 Live" },
        { "Deploy .1 done; Up .1 failed", ".1 <- none", ".1 Live" }, // the release itself did not fail
        { "Deploy .1 done; Deploy .1 done", ".1 <- none", ".1 Live" }, // a repair of what is deployed
        { "Deploy .1 done; Deploy .1 failed", ".1 <- none", ".1 Live" }, // a repair that fails leaves the release what it was
        { "Deploy .1 done; Deploy .2 aborted", ".1 <- none", ".1 Live, .2 Aborted" },
        { "Deploy .1 done; Deploy .1 aborted", ".1 <- none", ".1 Live" }, // a repair of what is deployed
        { "Deploy .1 done; Deploy .2 done; Rollback .1 aborted", ".2 <- .1", ".1 Superseded, .2 Live" },
        { "Deploy .1 done; Deploy .2 resumed", ".2 <- .1", ".1 Superseded, .2 Live" },
        { "Deploy .1 interrupted", "none <- none", ".1 Unfinished" },
        { "Deploy .1 done; Deploy .2 interrupted", ".1 <- none", ".1 Live, .2 Unfinished" },
        { "Deploy .1 done; Deploy .2 interrupted; Deploy .3 done", ".3 <- .1", ".1 Superseded, .2 Unfinished, .3 Live" },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void What_ran_decides_which_release_serves_and_which_one_can_be_gone_back_to(string runs, string serving, string outcomes)
    {
        var history = Of(runs);

        Assert.Equal(serving, $"{Short(history.Current)} <- {Short(history.Previous)}");
        Assert.Equal(outcomes, string.Join(", ", history.Releases.Select(release => $"{Short(release.Id)} {release.Outcome}")));
    }

    [Fact]
    public void What_came_before_is_told_by_the_order_of_the_ledger_since_a_clock_may_have_been_wrong()
    {
        string[] runs = ["Deploy 2026-11-23.1 done", "Deploy 2026-11-23.2 done", "Deploy 2026-11-20.1 done"];
        var (first, second, third) = (ReleaseId.Parse("2026-11-23.1"), ReleaseId.Parse("2026-11-23.2"), ReleaseId.Parse("2026-11-20.1"));

        var history = History.Of(LedgerScript.Entries(runs));
        Assert.Equal((third, second), (history.Current, history.Previous));

        var after = History.Of(LedgerScript.Entries([.. runs, "Rollback 2026-11-23.2 done"]));
        Assert.Equal((second, first, ReleaseOutcome.RolledBack), (after.Current, after.Previous, after.Find(third)!.Outcome));
    }

    [Fact]
    public void A_release_keeps_who_made_it_when_and_what_it_migrated()
    {
        var history = Of("Deploy .1 done; Deploy .2 done; Rollback .1 done");

        var first = history.Find(ReleaseId.Parse("2026-11-20.1"))!;
        Assert.Equal("ada@host", first.By);
        Assert.Equal(LedgerScript.Start, first.StartedUtc);
        Assert.Equal(LedgerScript.Start.AddMinutes(1), first.FinishedUtc);
        Assert.Equal(LedgerScript.Start.AddHours(2).AddMinutes(1), first.LiveUtc);
        Assert.Equal(["0001 of 2026-11-20.2", "0002"], history.Find(ReleaseId.Parse("2026-11-20.2"))!.Migrations.AsEnumerable());
    }

    [Fact]
    public void The_newest_measurement_of_a_service_counts_also_where_its_run_failed_later()
    {
        var entries = LedgerScript.Entries("Deploy 2026-11-20.1 done", "Deploy 2026-11-20.2 failed")
            .Select(entry => entry is { Event: LedgerEvent.StepDone, Step: "check-plan" } ? entry with { DowntimeSeconds = Seconds(entry.Run) } : entry);

        Assert.Equal(
            [("api", new DowntimeMeasurement(2.5, LedgerScript.Start.AddHours(1).AddSeconds(2))), ("db", new DowntimeMeasurement(1, LedgerScript.Start.AddSeconds(2)))],
            History.Of(entries).Downtimes.Select(pair => (pair.Key, pair.Value)));

        static ImmutableSortedDictionary<string, double> Seconds(int run)
        {
            var away = ImmutableSortedDictionary<string, double>.Empty.Add("api", 0.5 + run);
            return run == 1 ? away.Add("db", 1) : away;
        }
    }

    [Fact]
    public void A_run_without_an_end_was_interrupted_in_its_last_step()
    {
        var history = Of("Deploy .1 done; Deploy .2 interrupted");

        Assert.Equal(new InterruptedRun(2, "Deploy", ReleaseId.Parse("2026-11-20.2"), "run-migrations", LedgerScript.Start.AddHours(1)) { By = "ada@host" }, history.Interrupted);
        Assert.Equal(2, history.LastRun);
    }

    [Fact]
    public void Every_run_is_there_with_how_it_ended_also_one_that_made_no_release()
    {
        var runs = Of("Deploy .1 done; Backup - done; Deploy .2 failed; Deploy .3 aborted; Deploy .4 resumed; Rollback .1 interrupted").Runs;

        Assert.Equal(
            ["1 Deploy .1 Done  ", "2 Backup none Done  ", "3 Deploy .2 Failed run-migrations no", "4 Deploy .3 Aborted run-migrations ", "5 Deploy .4 Done  ", "6 Rollback .1 Unfinished run-migrations "],
            runs.Select(run => $"{run.Number} {run.Intent} {Short(run.Release)} {run.End} {run.Step} {run.Text}"));
        Assert.All(runs, run => Assert.Equal("ada@host", run.By));
        Assert.Equal((LedgerScript.Start.AddHours(2), LedgerScript.Start.AddHours(2).AddMinutes(1)), (runs[2].StartedUtc, runs[2].EndedUtc));
        Assert.Equal([null, null, null, "bob@host", "bob@host", null], runs.Select(run => run.CarriedOnBy));
        Assert.Null(runs[5].EndedUtc);
    }

    [Theory]
    [InlineData(IntentKind.Rollback, null, ".1")]
    [InlineData(IntentKind.Rollback, "2026-11-20.3", ".3")]
    [InlineData(IntentKind.Up, null, ".2")]
    public void An_intent_works_on_the_current_release_or_on_the_one_to_go_back_to(IntentKind kind, string? to, string expected) =>
        Assert.Equal(expected, Short(Of("Deploy .1 done; Deploy .2 done").Wanted(new Intent(kind, Named.Dev) { To = to is null ? null : ReleaseId.Parse(to) })));

    [Theory]
    [InlineData("Deploy .1 done")]
    [InlineData("Deploy .1 failed")]
    [InlineData("Deploy .1 aborted")]
    [InlineData("Deploy .1 resumed")]
    [InlineData("Deploy .1 interrupted; Deploy .2 done")] // what was planned later was planned from the host as it was
    public void A_run_that_ended_was_not_interrupted(string runs) => Assert.Null(Of(runs).Interrupted);

    [Fact]
    public void A_run_that_is_interrupted_before_its_first_step_has_no_step()
    {
        var history = History.Of(LedgerScript.Entries("Deploy 2026-11-20.1 interrupted").Take(1));

        Assert.Equal(new InterruptedRun(1, "Deploy", ReleaseId.Parse("2026-11-20.1"), null, LedgerScript.Start) { By = "ada@host" }, history.Interrupted);
    }

    [Fact]
    public void Who_resumes_a_run_or_rolls_it_back_is_who_was_interrupted()
    {
        var entries = LedgerScript.Entries("Deploy 2026-11-20.1 interrupted").ToList();
        entries.Add(entries[0] with { Event = LedgerEvent.RunResumed, By = "bob@host", Owner = "b" });
        Assert.Equal(("bob@host", "b", false), Who(entries));

        entries.Add(entries[0] with { Event = LedgerEvent.RunAborting, By = "eve@host", Owner = "e" });
        Assert.Equal(("eve@host", "e", true), Who(entries));

        static (string?, string?, bool) Who(List<LedgerEntry> entries) => History.Of(entries).Interrupted is { } run ? (run.By, run.Owner, run.IsBeingUndone) : default;
    }

    [Fact]
    public void What_could_not_be_undone_is_remembered_until_it_is()
    {
        var entries = LedgerScript.Entries("Deploy 2026-11-20.1 failed").ToList();
        entries.Insert(entries.Count - 1, entries[^1] with { Event = LedgerEvent.UndoFailed, Step = "start-services" });
        Assert.Equal(1, History.Of(entries).NotRolledBack!.Run);
        Assert.Null(History.Of(entries).Interrupted);

        Assert.Null(History.Of([.. entries, entries[0] with { Event = LedgerEvent.RunAborting }]).NotRolledBack);
        Assert.Null(History.Of([.. entries, entries[0] with { Event = LedgerEvent.RunAborting }, entries[^2] with { Event = LedgerEvent.StepUndone }, entries[0] with { Event = LedgerEvent.RunAborted }]).NotRolledBack);
        Assert.Null(History.Of([.. entries, entries[0] with { Run = 2 }]).NotRolledBack);
    }

    [Fact]
    public void A_release_that_nobody_began_is_not_found() => Assert.Null(Of("Deploy .1 done").Find(ReleaseId.Parse("2026-11-20.2")));

    private static History Of(string runs) =>
        History.Of(LedgerScript.Entries([.. runs.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(run => run.Replace(" .", " 2026-11-20.", StringComparison.Ordinal))]));

    private static string Short(ReleaseId? id) => id?.ToString().Replace("2026-11-20", "", StringComparison.Ordinal) ?? "none";

    [Fact]
    public void Backups_of_runs_that_failed_before_anything_was_touched_are_told_from_the_others()
    {
        var history = History.Of([
            .. Run(1, "2026-11-20T080000Z", LedgerEvent.RunFailed, "build-images"),
            .. Run(2, "2026-11-20T090000Z", LedgerEvent.RunFailed, "build-images", "run-migrations"),
            .. Run(3, "2026-11-20T100000Z", LedgerEvent.RunDone, "build-images", "start-services"),
            .. Run(4, "2026-11-20T110000Z", LedgerEvent.RunAborted, "ask-guard-2"),
        ]);

        Assert.Equal(["2026-11-20T080000Z", "2026-11-20T110000Z"], history.IdleBackups.Select(id => id.ToString()).Order());
        Assert.Equal("2026-11-20T100000Z", Assert.Single(history.NeededBackups).ToString());
    }

    private static IEnumerable<LedgerEntry> Run(int run, string backup, LedgerEvent end, params string[] steps)
    {
        var entry = new LedgerEntry
        {
            AtUtc = LedgerScript.Start.AddHours(run),
            Run = run,
            Intent = "Deploy",
            Event = LedgerEvent.RunStarted,
            Release = ReleaseId.Parse($"2026-11-20.{run}"),
        };
        return
        [
            entry,
            entry with { Event = LedgerEvent.StepStarted, Step = History.BackupStep },
            entry with { Event = LedgerEvent.StepDone, Step = History.BackupStep, Text = $"{backup}: 100 bytes" },
            .. steps.Select(step => entry with { Event = LedgerEvent.StepStarted, Step = step }),
            entry with { Event = end },
        ];
    }
}
