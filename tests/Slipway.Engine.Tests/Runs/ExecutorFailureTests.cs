using Slipway.Core.Problems;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Tests.Runs;

public class ExecutorFailureTests : ExecutorTest
{
    [Fact]
    public async Task A_failure_rolls_back_what_was_done_in_reverse_order_and_the_failing_step_too()
    {
        Runner.Instead["do three"] = () => throw new StepFailedException("it broke.");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two", hasUndo: false), Step("three"), Step("four")));

        Assert.Equal(
            [
                "RunStarted", "StepStarted one", "do one", "StepDone one", "StepStarted two", "do two", "StepDone two", "StepStarted three", "do three",
                "StepFailed three", "UndoStarted three", "undo three", "StepUndone three", "UndoStarted one", "undo one", "StepUndone one", "RunFailed three",
            ],
            Journal);
    }

    [Fact]
    public async Task A_failure_says_what_why_what_to_do_and_what_serves()
    {
        Runner.Instead["do two"] = () => throw new StepFailedException("web is unhealthy.", ["relation \"invoice\" does not exist"], "shop-dev-web");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(ExitCode.Failed, error.ExitCode);
        AssertMessage(
            """
            DeployDev stopped at two of release 2026-11-20.2.
              Why:  web is unhealthy.
              Do:   fix the cause, then run DeployDev again.
              Now:  dev still serves release 2026-11-20.1.
              Last lines of shop-dev-web:
                relation "invoice" does not exist
            """,
            error);
    }

    [Fact]
    public async Task A_step_that_knows_a_remedy_and_an_exit_code_is_heard()
    {
        Runner.Instead["do one"] = () => throw new StepFailedException("the engine does not answer.") { Remedy = "start it.", ExitCode = ExitCode.Refused };

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
        Runner.Instead["do three"] = () => throw new StepFailedException("it broke.");
        Runner.Instead["undo two"] = () => throw new StepFailedException("no space left.");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two"), Step("three")));

        Assert.Equal(["StepFailed three", "UndoStarted three", "undo three", "StepUndone three", "UndoStarted two", "undo two", "UndoFailed two", "UndoStarted one", "undo one", "StepUndone one", "RunFailed three"], Journal.SkipWhile(line => line != "StepFailed three"));
        AssertMessage(
            """
            DeployDev stopped at three of release 2026-11-20.2.
              Why:  it broke.
              Do:   undoing two failed (no space left.); what it consists of:
                      undo two
                    or, once the cause is fixed, ./build.sh --target=Abort --environment=dev tries again.
                    fix the cause, then run DeployDev again.
              Now:  not everything could be rolled back, see above.
            """,
            error);
    }

    [Fact]
    public async Task What_nobody_expected_is_rolled_back_too()
    {
        Runner.Instead["do two"] = () => throw new FormatException("not a number");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(["StepFailed two", "UndoStarted two", "undo two", "StepUndone two", "UndoStarted one", "undo one", "StepUndone one", "RunFailed two"], Journal.SkipWhile(line => line != "StepFailed two"));
        Assert.StartsWith(
            """
            DeployDev stopped at two of release 2026-11-20.2.
              Why:  an unexpected error, a bug of Slipway: FormatException: not a number
              Do:   fix the cause, then run DeployDev again.
              Now:  dev still serves release 2026-11-20.1.
              Last lines of the stack trace:
                System.FormatException: not a number
                   at Slipway.Engine.Tests.Runs.ExecutorFailureTests.
            """.ReplaceLineEndings("\n"),
            error.Message,
            StringComparison.Ordinal);
        Assert.IsType<FormatException>(error.InnerException!.InnerException);
    }

    [Fact]
    public async Task An_undo_that_nobody_expected_to_fail_does_not_stop_the_others()
    {
        Runner.Instead["do two"] = () => throw new StepFailedException("it broke.");
        Runner.Instead["undo two"] = () => throw new InvalidOperationException("a bug");

        await Assert.ThrowsAsync<SlipwayException>(() => RunAsync(Step("one"), Step("two")));

        Assert.Equal(["UndoStarted two", "undo two", "UndoFailed two", "UndoStarted one", "undo one", "StepUndone one", "RunFailed two"], Journal.SkipWhile(line => line != "UndoStarted two"));
    }
}
