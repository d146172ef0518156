using Spectre.Console;
using Spectre.Console.Rendering;

namespace Output;

/// <summary>
/// The part of the terminal that changes: what is under way, its latest line, and what comes after. Every line is cut to the width.
/// </summary>
internal sealed class LiveFrame(TimeProvider clock, TimeSpan tick) : Renderable
{
    private const int NextShown = 5;

    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Bright = new(foreground: Color.Aqua);

    private volatile Now? now;
    private volatile string line = "";
    private volatile IReadOnlyList<string> next = [];

    /// <summary>Something else is under way.</summary>
    public void Start(string title)
    {
        line = "";
        now = new Now(title, clock.GetTimestamp());
    }

    /// <summary>Nothing is under way.</summary>
    public void Clear() => now = null;

    /// <summary>What comes after.</summary>
    public void ShowNext(IReadOnlyList<string> titles) => next = titles;

    /// <summary>The latest line. It is prepared only when it is drawn, since a build prints thousands a second.</summary>
    public void Show(string text) => line = text;

    /// <inheritdoc />
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (now is { } current)
        {
            var elapsed = clock.GetElapsedTime(current.Began);
            var spinner = options.Unicode ? Spinner.Known.Dots : Spinner.Known.Line;
            var turn = spinner.Frames[(int)(elapsed.Ticks / tick.Ticks) % spinner.Frames.Count];
            var title = $"{current.Title}  {PlainText.Of(elapsed)}";
            foreach (var segment in Line($"{turn} ", Bright, title, Style.Plain, maxWidth)) yield return segment;
            if (line.Length > 0)
            {
                foreach (var segment in Line("    ", Dim, PlainText.Clean(line), Dim, maxWidth)) yield return segment;
            }
        }

        var titles = next;
        foreach (var later in titles.Take(NextShown))
        {
            foreach (var segment in Line("  ", Dim, later, Dim, maxWidth)) yield return segment;
        }

        if (titles.Count > NextShown)
        {
            foreach (var segment in Line("  ", Dim, $"and {titles.Count - NextShown} more", Dim, maxWidth)) yield return segment;
        }
    }

    // One cell is left free: some terminals wrap as soon as the last one is written.
    private static IEnumerable<Segment> Line(string mark, Style markStyle, string text, Style style, int maxWidth)
    {
        yield return new Segment(mark, markStyle);
        if (Segment.Truncate(new Segment(text, style), Math.Max(1, maxWidth - mark.Length - 1)) is { } cut) yield return cut;
        yield return Segment.LineBreak;
    }

    private sealed record Now(string Title, long Began);
}
