using System.Globalization;
using System.Text.RegularExpressions;

namespace Output;

/// <summary>Makes text of other programs fit for a log, and durations readable.</summary>
internal static partial class PlainText
{
    /// <summary>One line without colours, cursor movements and other control characters: they would disturb what is around it.</summary>
    public static string Clean(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\0', '\u001F') && !line.AsSpan().ContainsAnyInRange('\u007F', '\u009F')) return line;
        return Controls().Replace(line.TrimEnd().ReplaceLineEndings("; ").Replace('\t', ' '), "");
    }

    /// <summary>For example "0.4 s", "59.9 s", "2 min 5 s".</summary>
    public static string Of(TimeSpan elapsed) => elapsed < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(elapsed.TotalSeconds * 10) / 10:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)elapsed.TotalMinutes} min {elapsed.Seconds} s");

    // CSI sequences (colours, cursor), OSC sequences (titles, links), two-character escapes, and what is left of the control characters.
    [GeneratedRegex("""\x1B\[[0-?]*[ -/]*[@-~]|\x1B\][^\x07\x1B]*(?:\x07|\x1B\\)|\x1B[@-Z\\^_]?|[\x00-\x1F\x7F-\x9F]""")]
    private static partial Regex Controls();
}
