using System.Text.Json;
using Slipway.Core.Commands;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ledgers;
using Slipway.Engine.Running;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Running;

public class ExecutorTests
{
    private const string LedgerPath = "/state/ledger.jsonl";

    // What was written to the ledger and what was done, in one order.
    private readonly List<string> journal = [];
    private readonly List<(string Text, int At)> notes = [];
    private readonly FakeHost fake = new();
    private readonly FakeStepRunner runner;

    public ExecutorTests()
    {
        runner = new FakeStepRunner(journal);
        fake.Files.OnAppend = line =>
        {
            var entry = JsonSerializer.Deserialize<LedgerEntry>(line, StateJson.Compact)!;
            journal.Add($"{entry.Event} {entry.Step}".TrimEnd());
        };
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
                Entry(LedgerEvent.RunStarted) with { Text = "f00d", By = "ada@host" },
                Entry(LedgerEvent.StepStarted) with { Step = "one" },
                Entry(LedgerEvent.StepDone) with { Step = "one", Text = "do one worked" },
                Entry(LedgerEvent.RunDone),
            ],
            new Ledger(fake.Files, LedgerPath).Read().AsEnumerable());
    }

    [Fact]
    public async Task A_failure_takes_back_what_was_done_in_reverse_order_and_the_failing_step_too()
    {
        runner.Instead["do three"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two", hasUndo: false), Step("three"), Step("four")));

        Assert.Equal(
            [
                "RunStarted", "StepStarted one", "do one", "StepDone one", "StepStarted two", "do two", "StepDone two", "StepStarted three", "do three",
                "StepFailed three", "undo three", "StepUndone three", "undo one", "StepUndone one", "RunFailed three",
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

        Assert.Equal(["StepFailed three", "undo three", "StepUndone three", "undo two", "UndoFailed two", "undo one", "StepUndone one", "RunFailed three"], journal.SkipWhile(line => line != "StepFailed three"));
        AssertMessage(
            """
            DeployDev stopped at three of release 2026-11-20.2.
              Why:  it broke.
              Do:   undoing two failed (no space left.); by hand:
                      undo two
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

        Assert.Equal(["StepFailed two", "undo two", "StepUndone two", "undo one", "StepUndone one", "RunFailed two"], journal.SkipWhile(line => line != "StepFailed two"));
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

        Assert.Equal(["undo two", "UndoFailed two", "undo one", "StepUndone one", "RunFailed two"], journal.SkipWhile(line => line != "undo two"));
    }

    [Fact]
    public async Task A_stop_lets_the_step_in_hand_finish_starts_no_other_and_takes_back_what_was_done()
    {
        runner.Instead["do two"] = () => fake.Stop.Ask("Ctrl-C");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two"), Step("three")));

        Assert.Equal(
            [
                "RunStarted", "StepStarted one", "do one", "StepDone one", "StepStarted two", "do two", "StepDone two",
                "undo two", "StepUndone two", "undo one", "StepUndone one", "RunFailed three",
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
    public async Task Cancelling_ends_at_once_and_leaves_a_trail_that_says_where()
    {
        using var cancellation = new CancellationTokenSource();
        runner.Instead["do one"] = cancellation.Cancel;

        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(cancellation.Token, Step("one"), Step("two")));

        Assert.Equal("two", History.Of(new Ledger(fake.Files, LedgerPath).Read()).CutOff!.Step);
        Assert.Equal("end", fake.Report.Lines[^1]);
    }

    [Fact]
    public async Task An_undo_is_not_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        runner.Instead["do one"] = () =>
        {
            cancellation.Cancel();
            throw new StepFailedException("it broke.");
        };

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(cancellation.Token, Step("one")));

        Assert.Contains("StepUndone one", journal);
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

    private static Step Step(string name, bool hasUndo = true) =>
        new(name, Phase.Up, name, "", StepAction.RunCommands.Of(Command.Of("do", name))) { Undo = hasUndo ? StepAction.RunCommands.Of(Command.Of("undo", name)) : null };

    private static void AssertMessage(string expected, SlipwayException actual) => Assert.Equal(expected.ReplaceLineEndings("\n"), actual.Message);

    private Task RunAsync(params Step[] steps) => RunAsync(CancellationToken.None, steps);

    private Task RunAsync(CancellationToken cancellation, params Step[] steps)
    {
        var plan = new Plan { Stack = "shop", Intent = new Intent(IntentKind.Deploy, "dev"), Release = ReleaseId.Parse("2026-11-20.2"), Fingerprint = "f00d", Steps = [.. steps] };
        return new Executor(fake.Host, new Ledger(fake.Files, LedgerPath), runner) { Note = text => notes.Add((text, journal.Count)) }.RunAsync(plan, 7, "dev still serves release 2026-11-20.1.", cancellation);
    }
}
