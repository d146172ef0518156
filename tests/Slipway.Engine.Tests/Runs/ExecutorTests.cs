using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Commands;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Runs;

public class ExecutorTests
{
    private const string LedgerPath = "/state/ledger.jsonl";
    private const string Serves = "dev still serves release 2026-11-20.1.";

    // What was written to the ledger and what was done, in one order.
    private readonly List<string> journal = [];
    private readonly List<(string Text, int At)> notes = [];
    private readonly FakeHost fake = new();
    private readonly FakeStepRunner runner;

    public ExecutorTests()
    {
        runner = new FakeStepRunner(journal);
        fake.Files.OnAppend = Note;
    }

    private void Note(string line)
    {
        var entry = JsonSerializer.Deserialize<LedgerEntry>(line, StateJson.Compact)!;
        journal.Add($"{entry.Event} {entry.Step}".TrimEnd());
    }

    [Fact]
    public async Task Every_step_is_noted_before_and_after_its_effect()
    {
        await RunAsync(Step("one"), Step("two"));

        Assert.Equal(
            ["RunStarted", "StepStarted one", "do one", "StepDone one", "StepStarted two", "do two", "StepDone two", "RunDone"],
            journal);
    }

    [Fact]
    public async Task What_is_done_is_noted_before_it_is_done()
    {
        runner.Instead["do two"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(["DeployDev: one", "DeployDev: two", "DeployDev: undoing two", "DeployDev: undoing one"], notes.Select(note => note.Text));
        Assert.Equal(["RunStarted", "StepStarted one"], journal[..notes[0].At]);
        Assert.Equal("StepFailed two", journal[..notes[2].At][^1]);
    }

    [Fact]
    public async Task Entries_carry_time_run_intent_release_evidence_and_who_began()
    {
        await RunAsync(Step("one"));

        var release = ReleaseId.Parse("2026-11-20.2");
        LedgerEntry Entry(LedgerEvent what) => new() { AtUtc = fake.Clock.GetUtcNow(), Run = 7, Event = what, Intent = "Deploy", Release = release };
        Assert.Equal(
            [
                Entry(LedgerEvent.RunStarted) with { Text = "f00d", By = "ada@host", Owner = fake.Host.Owner },
                Entry(LedgerEvent.StepStarted) with { Step = "one" },
                Entry(LedgerEvent.StepDone) with { Step = "one", Text = "do one worked" },
                Entry(LedgerEvent.RunDone),
            ],
            new Ledger(fake.Files, LedgerPath).Read().AsEnumerable());
    }

    [Fact]
    public async Task How_long_services_were_away_is_kept_in_the_ledger()
    {
        runner.Away["do one"] = ImmutableSortedDictionary<string, double>.Empty.Add("api", 2.5);

        await RunAsync(Step("one"), Step("two"));

        Assert.Contains("\"away\":{\"api\":2.5}", fake.Files.Texts[LedgerPath], StringComparison.Ordinal);
        Assert.Equal(new DowntimeMeasurement(2.5, fake.Clock.GetUtcNow()), History.Of(new Ledger(fake.Files, LedgerPath).Read()).Away["api"]);
    }

    [Fact]
    public async Task A_failure_takes_back_what_was_done_in_reverse_order_and_the_failing_step_too()
    {
        runner.Instead["do three"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two", hasUndo: false), Step("three"), Step("four")));

        Assert.Equal(
            [
                "RunStarted", "StepStarted one", "do one", "StepDone one", "StepStarted two", "do two", "StepDone two", "StepStarted three", "do three",
                "StepFailed three", "UndoStarted three", "undo three", "StepUndone three", "UndoStarted one", "undo one", "StepUndone one", "RunFailed three",
            ],
            journal);
    }

    [Fact]
    public async Task A_failure_says_what_why_what_to_do_and_what_serves()
    {
        runner.Instead["do two"] = () => throw new StepFailedException("web is unhealthy.", ["relation \"invoice\" does not exist"], "shop-dev-web");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(ExitCode.Failed, error.ExitCode);
        AssertMessage(
            """
            DeployDev stopped at two of release 2026-11-20.2.
              Why:  web is unhealthy.
              Do:   mend the cause, then run DeployDev again.
              Now:  dev still serves release 2026-11-20.1.
              Last lines of shop-dev-web:
                relation "invoice" does not exist
            """,
            error);
    }

    [Fact]
    public async Task A_step_that_knows_a_remedy_and_an_exit_code_is_heard()
    {
        runner.Instead["do one"] = () => throw new StepFailedException("the engine does not answer.") { Remedy = "start it.", ExitCode = ExitCode.Refused };

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one")));

        Assert.Equal(ExitCode.Refused, error.ExitCode);
        AssertMessage(
            """
            DeployDev stopped at one of release 2026-11-20.2.
              Why:  the engine does not answer.
              Do:   start it.
              Now:  dev still serves release 2026-11-20.1.
            """,
            error);
    }

    [Fact]
    public async Task An_undo_that_fails_is_shown_as_a_command_to_paste_and_the_others_run_on()
    {
        runner.Instead["do three"] = () => throw new StepFailedException("it broke.");
        runner.Instead["undo two"] = () => throw new StepFailedException("no space left.");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two"), Step("three")));

        Assert.Equal(["StepFailed three", "UndoStarted three", "undo three", "StepUndone three", "UndoStarted two", "undo two", "UndoFailed two", "UndoStarted one", "undo one", "StepUndone one", "RunFailed three"], journal.SkipWhile(line => line != "StepFailed three"));
        AssertMessage(
            """
            DeployDev stopped at three of release 2026-11-20.2.
              Why:  it broke.
              Do:   undoing two failed (no space left.); by hand:
                      undo two
                    or, once the cause is mended, ./build.sh --target=Abort --environment=dev tries it again.
                    mend the cause, then run DeployDev again.
              Now:  not everything could be taken back, see above.
            """,
            error);
    }

    [Fact]
    public async Task What_nobody_expected_is_taken_back_too()
    {
        runner.Instead["do two"] = () => throw new FormatException("not a number");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(["StepFailed two", "UndoStarted two", "undo two", "StepUndone two", "UndoStarted one", "undo one", "StepUndone one", "RunFailed two"], journal.SkipWhile(line => line != "StepFailed two"));
        AssertMessage(
            """
            DeployDev stopped at two of release 2026-11-20.2.
              Why:  FormatException: not a number
              Do:   mend the cause, then run DeployDev again.
              Now:  dev still serves release 2026-11-20.1.
            """,
            error);
        Assert.IsType<FormatException>(error.InnerException!.InnerException);
    }

    [Fact]
    public async Task An_undo_that_nobody_expected_to_fail_does_not_stop_the_others()
    {
        runner.Instead["do two"] = () => throw new StepFailedException("it broke.");
        runner.Instead["undo two"] = () => throw new InvalidOperationException("a bug");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(["UndoStarted two", "undo two", "UndoFailed two", "UndoStarted one", "undo one", "StepUndone one", "RunFailed two"], journal.SkipWhile(line => line != "UndoStarted two"));
    }

    [Fact]
    public async Task A_stop_lets_the_step_in_hand_finish_starts_no_other_and_takes_back_what_was_done()
    {
        runner.Instead["do two"] = () => fake.Stop.Ask("Ctrl-C");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two"), Step("three")));

        Assert.Equal(
            [
                "RunStarted", "StepStarted one", "do one", "StepDone one", "StepStarted two", "do two", "StepDone two",
                "UndoStarted two", "undo two", "StepUndone two", "UndoStarted one", "undo one", "StepUndone one", "RunFailed three",
            ],
            journal);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        AssertMessage(
            """
            DeployDev was stopped by Ctrl-C before step three.
              Do:   run DeployDev again when you are ready.
              Now:  dev still serves release 2026-11-20.1.
            """,
            error);
    }

    [Fact]
    public async Task A_stop_before_the_first_step_does_nothing_at_all()
    {
        fake.Stop.Ask("SIGTERM");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one")));

        Assert.Equal(["RunStarted", "RunFailed one"], journal);
        Assert.StartsWith("DeployDev was stopped by SIGTERM before step one.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_in_the_last_step_comes_too_late()
    {
        runner.Instead["do one"] = () => fake.Stop.Ask("Ctrl-C");

        await RunAsync(Step("one"));

        Assert.Equal(["RunStarted", "StepStarted one", "do one", "StepDone one", "RunDone"], journal);
    }

    [Fact]
    public async Task A_stop_whose_undo_fails_says_what_is_left_to_do_by_hand()
    {
        runner.Instead["do one"] = () => fake.Stop.Ask("Ctrl-C");
        runner.Instead["undo one"] = () => throw new StepFailedException("no space left.");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Contains("\n  Do:   undoing one failed (no space left.); by hand:\n          undo one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ending_at_once_leaves_the_run_open_and_says_what_it_leaves_behind()
    {
        using var cancellation = new CancellationTokenSource();
        runner.Instead["do two"] = () =>
        {
            fake.Stop.Ask("Ctrl-C");
            cancellation.Cancel();
            throw new OperationCanceledException();
        };

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(cancellation.Token, Step("one"), Step("two"), Step("three")));

        Assert.Equal("two", Read().CutOff!.Step);
        Assert.Equal("end", fake.Report.Lines[^1]);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        AssertMessage(
            """
            DeployDev was ended at once by Ctrl-C in the middle of two.
              Why:  it leaves run 7 of dev half done, with release 2026-11-20.2; complete are one.
              Do:   ./build.sh --target=Resume --environment=dev carries it on; ./build.sh --target=Abort --environment=dev takes it back.
              Now:  until then dev takes no other run. What ran before, runs on, unless two was about to replace it.
            """,
            error);
    }

    [Fact]
    public async Task Taking_back_can_be_ended_at_once_too()
    {
        using var cancellation = new CancellationTokenSource();
        runner.Instead["do two"] = () => throw new StepFailedException("it broke.");
        runner.Instead["undo two"] = cancellation.Cancel;

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(cancellation.Token, Step("one"), Step("two")));

        Assert.Equal("UndoStarted one", journal[^1]);
        Assert.True(Read().CutOff!.IsBeingUndone);
    }

    [Fact]
    public async Task A_run_is_carried_on_with_the_step_that_was_in_hand()
    {
        await CutAsync("do two", Step("one"), Step("two"), Step("three"));

        await ResumeAsync(Step("one"), Step("two"), Step("three"));

        Assert.Equal(["RunResumed", "StepStarted two", "do two", "StepDone two", "StepStarted three", "do three", "StepDone three", "RunDone"], journal);
        Assert.Null(Read().CutOff);
    }

    [Fact]
    public async Task A_run_that_fails_after_it_was_carried_on_takes_back_what_the_first_process_did_too()
    {
        await CutAsync("do two", Step("one"), Step("two"), Step("three"));
        runner.Instead["do three"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => ResumeAsync(Step("one"), Step("two"), Step("three")));

        Assert.Equal(["undo three", "undo two", "undo one"], journal.Where(line => line.StartsWith("undo", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_that_was_cut_off_after_its_last_step_only_has_to_be_ended()
    {
        await CutAsync("end", Step("one"));

        await ResumeAsync(Step("one"));

        Assert.Equal(["RunResumed", "RunDone"], journal);
    }

    [Fact]
    public async Task A_run_is_taken_back_from_the_step_that_was_in_hand()
    {
        await CutAsync("do three", Step("one"), Step("two", hasUndo: false), Step("three"), Step("four"));

        await AbortAsync(Step("one"), Step("two", hasUndo: false), Step("three"), Step("four"));

        Assert.Equal(["RunAborting", "UndoStarted three", "undo three", "StepUndone three", "UndoStarted one", "undo one", "StepUndone one", "RunAborted"], journal);
        Assert.Equal(["begin DeployDev", "undoing three", "line of three: output of undo three", "undone three: well"], fake.Report.Lines.Take(4));
        var history = Read();
        Assert.Equal((null, null, ReleaseOutcome.Aborted), (history.CutOff, history.NotTakenBack, history.Releases.Single().Outcome));
    }

    [Fact]
    public async Task Taking_back_goes_on_where_it_was_cut_off_itself()
    {
        await CutAsync("do two", Step("one"), Step("two"));
        runner.Instead["undo one"] = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => AbortAsync(Step("one"), Step("two")));
        runner.Instead.Clear();
        journal.Clear();

        await AbortAsync(Step("one"), Step("two"));

        Assert.Equal(["RunAborting", "UndoStarted one", "undo one", "StepUndone one", "RunAborted"], journal);
    }

    [Fact]
    public async Task What_was_taken_back_in_part_can_be_carried_on()
    {
        await CutAsync("do three", Step("one"), Step("two"), Step("three"));
        runner.Instead["undo two"] = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => AbortAsync(Step("one"), Step("two"), Step("three")));
        runner.Instead.Clear();
        journal.Clear();

        await ResumeAsync(Step("one"), Step("two"), Step("three"));

        Assert.Equal(["RunResumed", "StepStarted two", "do two", "StepDone two", "StepStarted three", "do three", "StepDone three", "RunDone"], journal);
    }

    [Fact]
    public async Task What_could_not_be_taken_back_is_tried_again_when_asked()
    {
        runner.Instead["do two"] = () => throw new StepFailedException("it broke.");
        runner.Instead["undo one"] = () => throw new StepFailedException("no engine.");
        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));
        Assert.Equal((null, 7), (Read().CutOff, Read().NotTakenBack!.Run));

        var error = await Assert.ThrowsAsync<SlipwayException>(() => AbortAsync(Step("one"), Step("two")));
        runner.Instead.Clear();
        journal.Clear();
        await AbortAsync(Step("one"), Step("two"));

        AssertMessage(
            """
            Abort of run 7 could not take everything back.
              Do:   undoing one failed (no engine.); by hand:
                      undo one
                    or, once the cause is mended, ./build.sh --target=Abort --environment=dev tries it again.
              Now:  not everything could be taken back, see above.
            """,
            error);
        Assert.Equal(["RunAborting", "UndoStarted one", "undo one", "StepUndone one", "RunAborted"], journal);
        Assert.Null(Read().NotTakenBack);
        Assert.Equal(ReleaseOutcome.Failed, Read().Releases.Single().Outcome);
    }

    [Fact]
    public async Task People_see_steps_lines_times_and_undos()
    {
        runner.Instead["do one"] = () => fake.Clock.Advance(TimeSpan.FromSeconds(3));
        runner.Instead["do two"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(
            [
                "begin DeployDev",
                "started one", "line of one: output of do one", "done one in 3 s: do one worked",
                "started two", "line of two: output of do two", "failed two in 0 s: it broke.",
                "undoing two", "line of two: output of undo two", "undone two: well",
                "undoing one", "line of one: output of undo one", "undone one: well",
                "end",
            ],
            fake.Report.Lines);
    }

    [Fact]
    public async Task What_visitors_noticed_stands_on_the_last_entry_and_is_the_result()
    {
        fake.Traffic.Figures = () => [Noticed];

        var traffic = await Visited.RunAsync(PlanOf(Step("one"), Step("two")), 7, Serves, CancellationToken.None);

        Assert.Equal([Noticed], traffic.AsEnumerable());
        Assert.Equal([Noticed], Read().Runs.Single().Traffic.AsEnumerable());
        Assert.Contains("\"runDone\"", Assert.Single(fake.Files.Texts[LedgerPath].Split('\n'), line => line.Contains("\"traffic\":[{\"environment\":\"prod\",\"requests\":9,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(["touch", "touch", "read"], fake.Traffic.Lines);
    }

    [Fact]
    public async Task Visitors_are_told_when_services_are_touched_and_not_before()
    {
        runner.Instead["do two"] = () => journal.Add($"touched {fake.Traffic.Lines.Count}");

        await Visited.RunAsync(PlanOf(Step("one") with { Phase = Phase.BuildImages }, Step("two")), 7, Serves, CancellationToken.None);

        Assert.Contains("touched 1", journal);
        Assert.Equal(["touch", "read"], fake.Traffic.Lines);
    }

    [Fact]
    public async Task What_visitors_noticed_of_a_failure_is_read_after_the_last_undo_and_ends_its_message()
    {
        fake.Traffic.Figures = () => [Noticed with { Requests = journal.Count }];
        runner.Instead["do two"] = () => throw new StepFailedException("it broke.");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => Visited.RunAsync(PlanOf(Step("one"), Step("two")), 7, Serves, CancellationToken.None));

        Assert.Equal("RunFailed two", journal[^1]);
        Assert.Equal($"Traffic: prod {journal.Count - 1} requests, 1 failed, longest gap 0 s", error.Message.Split('\n')[^1]);
        Assert.Equal(journal.Count - 1, Read().Runs.Single().Traffic.Single().Requests);
    }

    [Fact]
    public async Task What_visitors_noticed_of_an_abort_is_kept_too()
    {
        fake.Traffic.Figures = () => [Noticed];
        await CutAsync("do two", Step("one"), Step("two"));

        var traffic = await Visited.AbortAsync(PlanOf(Step("one"), Step("two")), 7, Progress, CancellationToken.None);

        Assert.Equal([Noticed], traffic.AsEnumerable());
        Assert.Equal([Noticed], Read().Runs.Single().Traffic.AsEnumerable());
    }

    private static TrafficFigures Noticed => new() { Environment = "prod", Requests = 9, FailedRequests = 1 };

    private Executor Visited => new(fake.Host, new Ledger(fake.Files, LedgerPath), runner) { Watch = fake.Traffic };

    private static Step Step(string name, bool hasUndo = true) =>
        new(name, Phase.Up, name, "", RunCommands.Of(Command.Of("do", name))) { Undo = hasUndo ? RunCommands.Of(Command.Of("undo", name)) : null };

    private static Plan PlanOf(params Step[] steps) =>
        new() { Stack = "shop", Intent = new Intent(IntentKind.Deploy, "dev"), Release = ReleaseId.Parse("2026-11-20.2"), Fingerprint = "f00d", Steps = [.. steps] };

    private static void AssertMessage(string expected, SlipwayException actual) => Assert.Equal(expected.ReplaceLineEndings("\n"), actual.Message);

    private Task<ImmutableArray<TrafficFigures>> RunAsync(params Step[] steps) => RunAsync(CancellationToken.None, steps);

    private Task<ImmutableArray<TrafficFigures>> RunAsync(CancellationToken cancellation, params Step[] steps) => Executor.RunAsync(PlanOf(steps), 7, Serves, cancellation);

    private Executor Executor => new(fake.Host, new Ledger(fake.Files, LedgerPath), runner) { Note = text => notes.Add((text, journal.Count)) };

    private RunProgress Progress => RunProgress.Of(new Ledger(fake.Files, LedgerPath).Read(), 7);

    private History Read() => History.Of(new Ledger(fake.Files, LedgerPath).Read());

    private Task<ImmutableArray<TrafficFigures>> ResumeAsync(params Step[] steps) => Executor.ResumeAsync(PlanOf(steps), 7, Progress, Serves, CancellationToken.None);

    private Task<ImmutableArray<TrafficFigures>> AbortAsync(params Step[] steps) => Executor.AbortAsync(PlanOf(steps), 7, Progress, CancellationToken.None);

    /// <summary>A run whose process is gone at an action, or with "end" after the last step.</summary>
    private async Task CutAsync(string at, params Step[] steps)
    {
        if (at == "end") fake.Files.OnAppend = line => { if (line.Contains("runDone", StringComparison.Ordinal)) throw new OperationCanceledException(); };
        else runner.Instead[at] = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(steps));
        if (at == "end") fake.Files.Texts[LedgerPath] = fake.Files.Texts[LedgerPath][..(fake.Files.Texts[LedgerPath].TrimEnd('\n').LastIndexOf('\n') + 1)];
        fake.Files.OnAppend = Note;
        runner.Instead.Clear();
        fake.Report.Lines.Clear();
        journal.Clear();
    }
}
