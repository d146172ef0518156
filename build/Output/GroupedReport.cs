using Slipway.Core.Planning;
using Slipway.Core.Reports;
using Slipway.Engine.Ports;

namespace Output;

/// <summary>Lines for GitHub Actions: a group with all lines for each step, warnings as annotations of the run.</summary>
internal sealed class GroupedReport(TextWriter writer) : IReport
{
    private readonly Lock turn = new();
    private StepNumbers numbers = StepNumbers.None;
    private bool isInGroup;

    /// <inheritdoc />
    public void Say(string text)
    {
        foreach (var line in text.Split('\n')) Write(Harmless(line));
    }

    /// <inheritdoc />
    public void Warn(string text) => Write(WorkflowCommand.Of("warning", text));

    /// <inheritdoc />
    public IDisposable Activity(string title) => Disposable.Empty;

    /// <inheritdoc />
    public void Begin(Slipway.Core.Planning.Plan plan) => numbers = new StepNumbers(plan);

    /// <inheritdoc />
    public void StepStarted(Step step) => Start($"{Name(step)}: {step.Title}");

    /// <inheritdoc />
    public void StepLine(Step step, string line) => Write(Harmless(PlainText.Clean(line)));

    /// <inheritdoc />
    public void StepDone(Step step, string evidence, TimeSpan elapsed) =>
        Finish($"{Name(step)}: done in {PlainText.Of(elapsed)}{(evidence.Length > 0 ? $" ({PlainText.Clean(evidence)})" : "")}");

    /// <inheritdoc />
    public void StepFailed(Step step, string reason, TimeSpan elapsed) =>
        Finish(WorkflowCommand.Of("error", $"{Name(step)}: FAILED after {PlainText.Of(elapsed)}: {reason}"));

    /// <inheritdoc />
    public void UndoStarted(Step step) => Start($"[undo] {step.Id}: {step.UndoTitle}");

    /// <inheritdoc />
    public void UndoEnded(Step step, string? error, TimeSpan elapsed) =>
        Finish(error is null
            ? $"[undo] {step.Id}: done in {PlainText.Of(elapsed)}"
            : WorkflowCommand.Of("error", $"[undo] {step.Id}: FAILED after {PlainText.Of(elapsed)}: {error}"));

    /// <inheritdoc />
    public void End() => EndGroup();

    private string Name(Step step) => $"{numbers.Of(step)} {step.Id}";

    private void Start(string title)
    {
        lock (turn)
        {
            EndGroup();
            Write(WorkflowCommand.Of("group", title));
            isInGroup = true;
        }
    }

    private void Finish(string text)
    {
        lock (turn)
        {
            EndGroup();
            Write(text);
        }
    }

    private void EndGroup()
    {
        lock (turn)
        {
            if (isInGroup) Write("::endgroup::");
            isInGroup = false;
        }
    }

    private void Write(string line)
    {
        lock (turn)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    /// <summary>
    /// The runner takes "::" at a line's beginning and "##[" anywhere for commands. Another program's output must not give any.
    /// </summary>
    private static string Harmless(string line)
    {
        var text = line.Replace("##[", "## [", StringComparison.Ordinal);
        return text.TrimStart().StartsWith("::", StringComparison.Ordinal) ? text.Replace("::", ": :", StringComparison.Ordinal) : text;
    }
}
