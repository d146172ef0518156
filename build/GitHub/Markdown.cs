using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace GitHub;

/// <summary>Markdown as GitHub reads it, out of text that is meant to be read as it stands.</summary>
internal static partial class Markdown
{
    // What begins markup, HTML, an entity, a formula or a cell of a table, wherever in a line it stands.
    private const string Special = "\\`*_[]<>|~&$#";

    /// <summary>One line of text; line breaks become spaces.</summary>
    public static string Text(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in OneLine(text))
        {
            if (Special.Contains(character, StringComparison.Ordinal)) escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Code within a line. Within a table, a bar has to be escaped even in code.</summary>
    public static string Code(string text)
    {
        var line = OneLine(text).Replace("|", "\\|", StringComparison.Ordinal);
        if (line.Length == 0) return "";
        var fence = new string('`', LongestRun(line) + 1);
        var space = line[0] == '`' || line[^1] == '`' ? " " : "";
        return $"{fence}{space}{line}{space}{fence}";
    }

    /// <summary>Lines as they stand, in a fence that none of them ends.</summary>
    public static string Block(IEnumerable<string> lines)
    {
        var text = string.Join('\n', lines);
        var fence = new string('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}text\n{text}\n{fence}";
    }

    /// <summary>A link; the text alone where the address is none of the web.</summary>
    public static string Link(string text, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? $"[{Text(text)}]({Escape(uri.AbsoluteUri)})"
            : Text(text);

    /// <summary>A table of cells that are Markdown already; empty where there are no rows.</summary>
    public static string Table(ImmutableArray<string> headings, IEnumerable<ImmutableArray<string>> rows)
    {
        var lines = rows.Select(Row).ToArray();
        return lines.Length == 0 ? "" : string.Join('\n', lines.Prepend(Row([.. headings.Select(_ => "---")])).Prepend(Row(headings)));
    }

    /// <summary>What is folded until somebody opens it.</summary>
    public static string Folded(string title, string content) => $"<details><summary>{Text(title)}</summary>\n\n{content}\n\n</details>";

    private static string Escape(string address) =>
        address.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    private static string Row(ImmutableArray<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string OneLine(string text) => Breaks().Replace(text.Trim(), " ");

    private static int LongestRun(string text) => Backticks().Matches(text).Select(match => match.Length).DefaultIfEmpty(0).Max();

    [GeneratedRegex(@"\s*[\r\n]+\s*|[\x00-\x1F\x7F]")]
    private static partial Regex Breaks();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
