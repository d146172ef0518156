using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Tests.Runs;

public class ExecutorResumeTests : ExecutorTest
{
    [Fact]
    public async Task A_run_is_resumed_with_the_step_that_was_in_hand()
    {
        await CutAsync("do two", Step("one"), Step("two"), Step("three"));

        await ResumeAsync(Step("one"), Step("two"), Step("three"));

        Assert.Equal(["RunResumed", "StepStarted two", "do two", "StepDone two", "StepStarted three", "do three", "StepDone three", "RunDone"], Journal);
        Assert.Null(Read().Interrupted);
    }

    [Fact]
    public async Task A_run_that_fails_after_it_was_resumed_rolls_back_what_the_first_process_did_too()
    {
        await CutAsync("do two", Step("one"), Step("two"), Step("three"));
        Runner.Instead["do three"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => ResumeAsync(Step("one"), Step("two"), Step("three")));

        Assert.Equal(["undo three", "undo two", "undo one"], Journal.Where(line => line.StartsWith("undo", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_that_was_interrupted_after_its_last_step_only_has_to_be_ended()
    {
        await CutAsync("end", Step("one"));

        await ResumeAsync(Step("one"));

        Assert.Equal(["RunResumed", "RunDone"], Journal);
    }

    [Fact]
    public async Task A_run_is_rolled_back_from_the_step_that_was_in_hand()
    {
        await CutAsync("do three", Step("one"), Step("two", hasUndo: false), Step("three"), Step("four"));

        await AbortAsync(Step("one"), Step("two", hasUndo: false), Step("three"), Step("four"));

        Assert.Equal(["RunAborting", "UndoStarted three", "undo three", "StepUndone three", "UndoStarted one", "undo one", "StepUndone one", "RunAborted"], Journal);
        Assert.Equal(["begin DeployDev", "undoing three", "line of three: output of undo three", "undone three: well"], Fake.Report.Lines.Take(4));
        var history = Read();
        Assert.Equal((null, null, ReleaseOutcome.Aborted), (history.Interrupted, history.NotRolledBack, history.Releases.Single().Outcome));
    }

    [Fact]
    public async Task Rolling_back_goes_on_where_it_was_interrupted_itself()
    {
        await CutAsync("do two", Step("one"), Step("two"));
        Runner.Instead["undo one"] = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => AbortAsync(Step("one"), Step("two")));
        Runner.Instead.Clear();
        Journal.Clear();

        await AbortAsync(Step("one"), Step("two"));

        Assert.Equal(["RunAborting", "UndoStarted one", "undo one", "StepUndone one", "RunAborted"], Journal);
    }

    [Fact]
    public async Task What_was_rolled_back_in_part_can_be_resumed()
    {
        await CutAsync("do three", Step("one"), Step("two"), Step("three"));
        Runner.Instead["undo two"] = () => throw new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => AbortAsync(Step("one"), Step("two"), Step("three")));
        Runner.Instead.Clear();
        Journal.Clear();

        await ResumeAsync(Step("one"), Step("two"), Step("three"));

        Assert.Equal(["RunResumed", "StepStarted two", "do two", "StepDone two", "StepStarted three", "do three", "StepDone three", "RunDone"], Journal);
    }

    [Fact]
    public async Task What_could_not_be_rolled_back_is_tried_again_when_asked()
    {
        Runner.Instead["do two"] = () => throw new StepFailedException("it broke.");
        Runner.Instead["undo one"] = () => throw new StepFailedException("no engine.");
        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));
        Assert.Equal((null, 7), (Read().Interrupted, Read().NotRolledBack!.Run));

        var error = await Assert.ThrowsAsync<SlipwayException>(() => AbortAsync(Step("one"), Step("two")));
        Runner.Instead.Clear();
        Journal.Clear();
        await AbortAsync(Step("one"), Step("two"));

        AssertMessage(
            """
            Abort of run 7 could not roll everything back.
              Do:   undoing one failed (no engine.); what it consists of:
                      undo one
                    or, once the cause is fixed, ./build.sh --target=Abort --environment=dev tries again.
              Now:  not everything could be rolled back, see above.
            """,
            error);
        Assert.Equal(["RunAborting", "UndoStarted one", "undo one", "StepUndone one", "RunAborted"], Journal);
        Assert.Null(Read().NotRolledBack);
        Assert.Equal(ReleaseOutcome.Failed, Read().Releases.Single().Outcome);
    }
}
