using Slipway.Core.Planning;
using Slipway.Engine.Ports;
using Spectre.Console;

namespace Output;

/// <summary>
/// A terminal: done steps stay as lines with a check mark; below them, what is under way with its time and its latest line, and
/// what comes after.
/// </summary>
internal sealed class LiveReport(IAnsiConsole console, TimeProvider clock, TimeSpan tick) : IReport
{
    private static readonly Style Good = new(foreground: Color.Green);
    private static readonly Style Bad = new(foreground: Color.Red);
    private static readonly Style Careful = new(foreground: Color.Yellow);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    private readonly Lock turn = new();
    private readonly LiveFrame frame = new(clock, tick == Timeout.InfiniteTimeSpan ? TimeSpan.FromSeconds(1) : tick);
    private StepNumbers numbers = StepNumbers.None;
    private Slipway.Core.Planning.Plan? plan;
    private LiveRegion? region;

    /// <inheritdoc />
    public void Say(string text) => Print((text, Style.Plain));

    /// <inheritdoc />
    public void Warn(string text) => Print(("Warning: ", Careful), (text, Style.Plain));

    /// <inheritdoc />
    public IDisposable Activity(string title)
    {
        lock (turn)
        {
            // One region at a time: within steps, the step is what is under way.
            if (region is not null) return Disposable.Empty;
            frame.Start(title);
            Show();
            return new Ending(Hide);
        }
    }

    /// <inheritdoc />
    public void Begin(Slipway.Core.Planning.Plan plan)
    {
        lock (turn)
        {
            this.plan = plan;
            numbers = new StepNumbers(plan);
            frame.ShowNext(After(-1));
            Show();
        }
    }

    /// <inheritdoc />
    public void StepStarted(Step step)
    {
        frame.ShowNext(After(plan?.Steps.IndexOf(step) ?? -1));
        frame.Start($"{numbers.Of(step)} {step.Title}");
    }

    /// <inheritdoc />
    public void StepLine(Step step, string line) => frame.Show(line);

    /// <inheritdoc />
    public void StepDone(Step step, string evidence, TimeSpan elapsed) => Finish(
        (Mark("✓", "ok"), Good),
        ($" {numbers.Of(step)} {step.Title}  {PlainText.Of(elapsed)}", Style.Plain),
        (evidence.Length > 0 ? $"  {PlainText.Clean(evidence)}" : "", Dim));

    /// <inheritdoc />
    public void StepFailed(Step step, string reason, TimeSpan elapsed)
    {
        frame.ShowNext([]);
        Finish(($"{Mark("✗", "FAILED")} {numbers.Of(step)} {step.Title}  {PlainText.Of(elapsed)}: {PlainText.Clean(reason)}", Bad));
    }

    /// <inheritdoc />
    public void UndoStarted(Step step)
    {
        frame.ShowNext([]);
        frame.Start($"undo {step.Id}: {step.UndoTitle}");
    }

    /// <inheritdoc />
    public void UndoEnded(Step step, string? error, TimeSpan elapsed)
    {
        var text = $" undo {step.Id}: {step.UndoTitle}  {PlainText.Of(elapsed)}";
        if (error is null) Finish((Mark("✓", "ok"), Careful), (text, Style.Plain));
        else Finish(($"{Mark("✗", "FAILED")}{text}: {PlainText.Clean(error)}", Bad));
    }

    /// <inheritdoc />
    public void End()
    {
        frame.ShowNext([]);
        Hide();
    }

    private string[] After(int index) =>
        plan is null ? [] : [.. plan.Steps.Skip(index + 1).Select(step => $"{numbers.Of(step)} {step.Title}")];

    private string Mark(string mark, string plain) => console.Profile.Capabilities.Unicode ? mark : plain;

    private void Finish(params (string Text, Style Style)[] parts)
    {
        frame.Clear();
        Print(parts);
    }

    /// <summary>Prints a paragraph. Nothing in it is read as markup, whoever wrote it.</summary>
    private void Print(params (string Text, Style Style)[] parts)
    {
        lock (turn)
        {
            if (region is null && parts is [var only] && only.Style == Style.Plain)
            {
                // Nothing to keep clear of: the terminal itself folds long lines, so that an address can be clicked and a table copied.
                console.Profile.Out.Writer.WriteLine(only.Text);
                return;
            }

            var paragraph = new Paragraph();
            foreach (var (text, style) in parts) paragraph.Append(text, style);
            console.Write(region is null ? paragraph.Append("\n") : new AboveLiveRegion(paragraph.Append("\n")));
        }
    }

    private void Show() => region ??= new LiveRegion(console, frame, tick);

    private void Hide()
    {
        lock (turn)
        {
            frame.Clear();
            region?.Dispose();
            region = null;
        }
    }

    private sealed class Ending(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
