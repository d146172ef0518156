using System.Collections.Immutable;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>The checker that the stories of interruptions rely on.</summary>
public sealed class LedgerRuleTests
{
    // c and d can be undone.
    private static readonly ImmutableArray<PlannedStep> Plan = [new("a", false), new("c", true), new("d", true)];

    /// <summary>What can happen.</summary>
    [Theory]
    [InlineData("start a. c. d. done")]
    [InlineData("start resumed a. c. d. done")]
    [InlineData("start a resumed a. c resumed c resumed c. d. done")]
    [InlineData("start a. c. d. resumed done")]
    [InlineData("start a. c. resumed resumed d. done")]
    [InlineData("start aborting aborted")]
    [InlineData("start a aborting aborted")]
    [InlineData("start a. c aborting -c aborted")]
    [InlineData("start a. c resumed c aborting -c aborted")]
    [InlineData("start a. c. d. aborting -d -c aborted")]
    [InlineData("start a. c. d aborting <d aborting -d <c aborting aborting -c aborted")]
    [InlineData("start failed")]
    [InlineData("start a. c. -c failed")]
    [InlineData("start a. c. d! -d -c failed")]
    [InlineData("start a. resumed c. d! -d -c failed")]
    public void Takes_what_is_possible(string run) => Assert.Null(LedgerRule.Violation(Entries(run), Plan));

    /// <summary>What would be a mistake of the product.</summary>
    [Theory]
    [InlineData("a. c. d. done", "does not begin")]
    [InlineData("start a. c. d.", "no end")]
    [InlineData("start a. c.", "no end")]
    [InlineData("start a. d. c. done", "Entry 4, stepStarted d")]
    [InlineData("start a. c. done", "Entry 6, runDone")]
    [InlineData("start a. a. c. d. done", "Entry 4, stepStarted a")]
    [InlineData("start a a. c. d. done", "Entry 3, stepStarted a")]
    [InlineData("start a. c. d done", "Entry 7, runDone")]
    [InlineData("start a. c. d. resumed d. done", "Entry 9, stepStarted d")]
    [InlineData("start a. c resumed d. done", "Entry 6, stepStarted d")]
    [InlineData("start a. c. d. done done", "Entry 9, runDone")]
    [InlineData("start a. c. d. done failed", "Entry 9, runFailed")]
    [InlineData("start a. c aborting aborted", "Entry 6, runAborted")]
    [InlineData("start a. c aborting -d -c aborted", "Entry 6, undoStarted d")]
    [InlineData("start a. c. d aborting -c -d aborted", "Entry 8, undoStarted c")]
    [InlineData("start a. c aborting -a -c aborted", "Entry 6, undoStarted a")]
    [InlineData("start a. c. d aborting -d aborting -d -c aborted", "Entry 11, undoStarted d")]
    [InlineData("start a. c aborting <c aborted", "Entry 7, runAborted")]
    [InlineData("start a. c aborting -c", "no end")]
    [InlineData("start a. c aborting -c failed", "Entry 8, runFailed")]
    [InlineData("start a. c aborting -c resumed c. d. done", "Entry 8, runResumed")]
    [InlineData("start a. c -c failed", "Entry 5, undoStarted c")]
    [InlineData("start a. c. d! -c failed", "Entry 8, undoStarted c")]
    [InlineData("start a. c. failed", "Entry 6, runFailed")]
    [InlineData("start a. c. -c aborted", "Entry 8, runAborted")]
    [InlineData("start a! resumed a. c. d. done", "Entry 4, runResumed")]
    public void Sees_what_is_impossible(string run, string said) => Assert.Contains(said, LedgerRule.Violation(Entries(run), Plan), StringComparison.Ordinal);

    /// <summary>Short signs for entries: <c>a</c> started, <c>a.</c> started and done, <c>a!</c> failed, <c>&lt;a</c> undo started, <c>-a</c> undone.</summary>
    private static string[] Entries(string run) =>
    [
        .. run.Split(' ').SelectMany(word => (string[])(word switch
        {
            "start" => ["runStarted"],
            "done" => ["runDone"],
            "failed" => ["runFailed a"],
            "resumed" or "aborting" or "aborted" => [$"run{char.ToUpperInvariant(word[0])}{word[1..]}"],
            ['-', .. var step] => [$"undoStarted {step}", $"stepUndone {step}"],
            ['<', .. var step] => [$"undoStarted {step}"],
            [.. var step, '.'] => [$"stepStarted {step}", $"stepDone {step}"],
            [.. var step, '!'] => [$"stepStarted {step}", $"stepFailed {step}"],
            _ => [$"stepStarted {word}"],
        })),
    ];
}
