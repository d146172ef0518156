using Slipway.Core.Problems;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Tests.Runs;

public class ExecutorStopTests : ExecutorTest
{
    [Fact]
    public async Task A_stop_lets_the_step_in_hand_finish_starts_no_other_and_rolls_back_what_was_done()
    {
        Runner.Instead["do two"] = () => Fake.Stop.Ask("Ctrl-C");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two"), Step("three")));

        Assert.Equal(
            [
                "RunStarted", "StepStarted one", "do one", "StepDone one", "StepStarted two", "do two", "StepDone two",
                "UndoStarted two", "undo two", "StepUndone two", "UndoStarted one", "undo one", "StepUndone one", "RunFailed three",
            ],
            Journal);
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
        Fake.Stop.Ask("SIGTERM");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one")));

        Assert.Equal(["RunStarted", "RunFailed one"], Journal);
        Assert.StartsWith("DeployDev was stopped by SIGTERM before step one.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_in_the_last_step_comes_too_late()
    {
        Runner.Instead["do one"] = () => Fake.Stop.Ask("Ctrl-C");

        await RunAsync(Step("one"));

        Assert.Equal(["RunStarted", "StepStarted one", "do one", "StepDone one", "RunDone"], Journal);
    }

    [Fact]
    public async Task A_stop_whose_undo_fails_says_what_is_left_to_do_by_hand()
    {
        Runner.Instead["do one"] = () => Fake.Stop.Ask("Ctrl-C");
        Runner.Instead["undo one"] = () => throw new StepFailedException("no space left.");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Contains("\n  Do:   undoing one failed (no space left.); what it consists of:\n          undo one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ending_at_once_leaves_the_run_open_and_says_what_it_leaves_behind()
    {
        using var cancellation = new CancellationTokenSource();
        Runner.Instead["do two"] = () =>
        {
            Fake.Stop.Ask("Ctrl-C");
            cancellation.Cancel();
            throw new OperationCanceledException();
        };

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(cancellation.Token, Step("one"), Step("two"), Step("three")));

        Assert.Equal("two", Read().Interrupted!.Step);
        Assert.Equal("end", Fake.Report.Lines[^1]);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        AssertMessage(
            """
            DeployDev was interrupted by Ctrl-C in the middle of two.
              Why:  run 7 of dev is half done, with release 2026-11-20.2; complete: one.
              Do:   ./build.sh --target=Resume --environment=dev resumes it; ./build.sh --target=Abort --environment=dev rolls it back.
              Now:  until then other runs of dev are refused. What ran before still runs, unless two was about to replace it.
            """,
            error);
    }

    [Fact]
    public async Task Rolling_back_can_be_ended_at_once_too()
    {
        using var cancellation = new CancellationTokenSource();
        Runner.Instead["do two"] = () => throw new StepFailedException("it broke.");
        Runner.Instead["undo two"] = cancellation.Cancel;

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(cancellation.Token, Step("one"), Step("two")));

        Assert.Equal("UndoStarted one", Journal[^1]);
        Assert.True(Read().Interrupted!.IsBeingUndone);
    }
}
