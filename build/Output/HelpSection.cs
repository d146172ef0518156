using Slipway.Core.Text;


namespace Output;

/// <summary>Rows of two columns under a heading.</summary>
internal static class HelpSection
{
    /// <summary>An empty line, the heading, and the rows; none longer than the width where the words allow it.</summary>
    /// <param name="heading">What stands above.</param>
    /// <param name="rows">What is typed, and what it means.</param>
    /// <param name="column">Columns for what is typed.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> Lines(string heading, IEnumerable<(string Form, string Meaning)> rows, int column, int width)
    {
        yield return "";
        yield return heading;
        foreach (var (form, meaning) in rows)
        {
            // Where hardly a word fits beside the first column, the meaning stands below it.
            var beside = width - column - 4 >= 30;
            var indent = beside ? column + 4 : 6;
            var first = beside ? $"  {form.PadRight(column)}  " : new string(' ', indent);
            if (!beside) yield return $"  {form}";
            foreach (var line in WordWrap.Lines(meaning, Math.Max(20, width - indent)))
            {
                yield return (first + line).TrimEnd();
                first = new string(' ', indent);
            }
        }
    }
}
