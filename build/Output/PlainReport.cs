using Slipway.Core.Planning;
using Slipway.Engine.Ports;

namespace Output;

/// <summary>
/// Lines for a pipe or a file: <c>[2/9] build-images: Build api, web ... done in 12.3 s</c>. What a step's programs print is shown
/// when it fails, or always on demand.
/// </summary>
internal sealed class PlainReport(TextWriter writer, bool isVerbose) : IReport
{
    private const int LinesKept = 40;

    private readonly Lock turn = new();
    private readonly Queue<string> lines = new(LinesKept);
    private StepNumbers numbers = StepNumbers.None;
    private bool isInLine;

    /// <inheritdoc />
    public void Say(string text) => WriteLine(text);

    /// <inheritdoc />
    public void Warn(string text) => WriteLine($"Warning: {text}");

    /// <inheritdoc />
    public IDisposable Activity(string title)
    {
        if (isVerbose) WriteLine($"{title} ...");
        return Disposable.Empty;
    }

    /// <inheritdoc />
    public void Begin(Slipway.Core.Planning.Plan plan) => numbers = new StepNumbers(plan);

    /// <inheritdoc />
    public void StepStarted(Step step) => Start($"{Name(step)}: {step.Title}");

    /// <inheritdoc />
    public void StepLine(Step step, string line)
    {
        var text = "    " + PlainText.Clean(line);
        if (isVerbose)
        {
            WriteLine(text);
            return;
        }

        lock (turn)
        {
            if (lines.Count == LinesKept) lines.Dequeue();
            lines.Enqueue(text);
        }
    }

    /// <inheritdoc />
    public void StepDone(Step step, string evidence, TimeSpan elapsed)
    {
        var result = evidence.Length > 0 ? $" ({PlainText.Clean(evidence)})" : "";
        Finish(Name(step), $"done in {PlainText.Of(elapsed)}{result}", showLines: false);
    }

    /// <inheritdoc />
    public void StepFailed(Step step, string reason, TimeSpan elapsed) =>
        // The failure that ends the run shows the lines that say why; here they would stand twice.
        Finish(Name(step), $"FAILED after {PlainText.Of(elapsed)}: {PlainText.Clean(reason)}", showLines: false);

    /// <inheritdoc />
    public void UndoStarted(Step step) => Start($"[undo] {step.Id}: {step.UndoTitle}");

    /// <inheritdoc />
    public void UndoEnded(Step step, string? error, TimeSpan elapsed)
    {
        var result = error is null ? $"done in {PlainText.Of(elapsed)}" : $"FAILED after {PlainText.Of(elapsed)}: {PlainText.Clean(error)}";
        Finish($"[undo] {step.Id}", result, showLines: error is not null);
    }

    /// <inheritdoc />
    public void End() => EndLine();

    private string Name(Step step) => $"{numbers.Of(step)} {step.Id}";

    private void Start(string text)
    {
        lock (turn)
        {
            EndLine();
            lines.Clear();
            writer.Write($"{text} ...");
            writer.Flush();
            isInLine = true;
        }
    }

    /// <summary>Ends the step's line; where something else was printed since it began, on a line of its own.</summary>
    private void Finish(string name, string text, bool showLines)
    {
        lock (turn)
        {
            writer.WriteLine(isInLine ? $" {text}" : $"{name}: {text}");
            isInLine = false;
            if (showLines)
            {
                foreach (var line in lines) writer.WriteLine(line);
            }

            lines.Clear();
            writer.Flush();
        }
    }

    private void WriteLine(string text)
    {
        lock (turn)
        {
            EndLine();
            writer.WriteLine(text);
            writer.Flush();
        }
    }

    private void EndLine()
    {
        lock (turn)
        {
            if (isInLine) writer.WriteLine();
            isInLine = false;
        }
    }
}
