using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Releases;

public class RunProgressTests
{
    [Theory]
    [InlineData("", StepState.Pending)]
    [InlineData("StepStarted", StepState.InDoubt)]
    [InlineData("StepStarted StepDone", StepState.Done)]
    [InlineData("StepStarted StepFailed", StepState.InDoubt)]
    [InlineData("StepStarted StepDone UndoStarted", StepState.InDoubt)]
    [InlineData("StepStarted StepDone UndoStarted UndoFailed", StepState.InDoubt)]
    [InlineData("StepStarted StepDone UndoStarted StepUndone", StepState.Pending)]
    [InlineData("StepStarted StepDone UndoStarted StepUndone StepStarted", StepState.InDoubt)]
    public void The_last_word_on_a_step_counts(string events, StepState expected)
    {
        var entries = events.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Entry(Enum.Parse<LedgerEvent>(name), 2, "start-services"));

        // Neither another step nor the same step of another run has a say.
        var progress = RunProgress.Of([Entry(LedgerEvent.StepDone, 1, "start-services"), .. entries, Entry(LedgerEvent.RunResumed, 2, null)], 2);

        Assert.Equal(expected, progress.Of("start-services"));
        Assert.Equal(StepState.Pending, progress.Of("check-health"));
    }

    private static LedgerEntry Entry(LedgerEvent what, int run, string? step) => new() { AtUtc = LedgerScript.Start, Run = run, Event = what, Intent = "Deploy", Step = step };
}
