namespace Output;

/// <summary>Columns of plain text, as wide as their widest cell.</summary>
internal static class Table
{
    /// <summary>The lines, headings first; none where there are no rows.</summary>
    public static IEnumerable<string> Lines(string[] headings, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0) return [];
        string[][] all = [headings, .. rows];
        var widths = headings.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        return all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
