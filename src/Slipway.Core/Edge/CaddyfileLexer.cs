using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Problems;

namespace Slipway.Core.Edge;

/// <summary>Splits a Caddyfile into words as Caddy does: quotes, back quotes, heredocs, comments and lines that go on.</summary>
internal sealed partial class CaddyfileLexer
{
    private const int MostWords = 50_000;

    private readonly string text;
    private readonly string file;
    private readonly List<Problem> problems;
    private readonly ImmutableArray<Word>.Builder words = ImmutableArray.CreateBuilder<Word>();
    private int position;
    private int line = 1;
    private int row = 1;

    private CaddyfileLexer(string text, string file, List<Problem> problems)
    {
        this.text = text;
        this.file = file;
        this.problems = problems;
    }

    /// <summary>The words of a file.</summary>
    public static ImmutableArray<Word> Split(string text, string file, List<Problem> problems) =>
        new CaddyfileLexer(text, file, problems).Split();

    private ImmutableArray<Word> Split()
    {
        if (text.StartsWith('\uFEFF')) position = 1;
        while (position < text.Length)
        {
            if (words.Count >= MostWords)
            {
                problems.Add(
                    new Problem(file, line, "", $"the file has more than {MostWords} words", "a Caddyfile of a few hundred lines")
                );
                break;
            }

            var character = text[position];
            if (IsContinuation(position) is var length and > 0) Skip(length, endsRow: false);
            else if (char.IsWhiteSpace(character)) Skip(1, endsRow: true);
            else if (character == '#') position = text.IndexOf('\n', position) is var end and >= 0 ? end : text.Length;
            else if (character is '"' or '`') ReadQuoted(character);
            else if (Heredoc().Match(text, position) is { Success: true } heredoc) ReadHeredoc(heredoc);
            else ReadPlain();
        }

        return words.ToImmutable();
    }

    private void ReadPlain()
    {
        var start = position;
        while (position < text.Length && !char.IsWhiteSpace(text[position]) && IsContinuation(position) == 0) position++;
        words.Add(new Word(text[start..position], line, row, row, IsQuoted: false));
    }

    private void ReadQuoted(char quote)
    {
        var (startLine, startRow) = (line, row);
        var content = new StringBuilder();
        position++;
        while (position < text.Length && text[position] != quote)
        {
            // In back quotes nothing is escaped, in quotes nothing but the quote.
            if (quote == '"' && text[position] == '\\' && position + 1 < text.Length && text[position + 1] == '"') position++;
            content.Append(text[position]);
            Skip(1, endsRow: true);
        }

        if (position >= text.Length)
            problems.Add(new Problem(file, startLine, "", "the quote is never closed", $"{quote} at the end of the text"));
        position++;
        words.Add(new Word(content.ToString(), startLine, startRow, row, IsQuoted: true));
    }

    private void ReadHeredoc(Match opening)
    {
        var (startLine, startRow) = (line, row);
        var marker = opening.Groups["marker"].Value;
        Skip(opening.Length, endsRow: true);
        var start = position;
        while (position < text.Length)
        {
            var end = text.IndexOf('\n', position) is var found and >= 0 ? found : text.Length;
            var indent = text.AsSpan(position, end - position).IndexOfAnyExcept(' ', '\t');
            if (indent >= 0 && string.CompareOrdinal(text, position + indent, marker, 0, marker.Length) == 0)
            {
                words.Add(new Word(text[start..position].TrimEnd('\n', '\r'), startLine, startRow, row, IsQuoted: true));
                position += indent + marker.Length;
                return;
            }

            Skip(Math.Min(end + 1, text.Length) - position, endsRow: true);
        }

        problems.Add(new Problem(file, startLine, "", $"the text after <<{marker} has no end", $"a line that begins with {marker}"));
    }

    private int IsContinuation(int at) => text[at] != '\\' ? 0
        : at + 1 < text.Length && text[at + 1] == '\n' ? 2
        : at + 2 < text.Length && text[at + 1] == '\r' && text[at + 2] == '\n' ? 3 : 0;

    private void Skip(int length, bool endsRow)
    {
        var breaks = text.AsSpan(position, length).Count('\n');
        position += length;
        line += breaks;
        if (endsRow) row += breaks;
    }

    [GeneratedRegex(@"\G<<(?<marker>[A-Za-z0-9_-]{1,100})\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex Heredoc();

    /// <summary>A word.</summary>
    /// <param name="Text">The word, without quotes.</param>
    /// <param name="Line">The line that it begins on, from 1.</param>
    /// <param name="Row">The same, lines that go on counted as one: words of one row belong together.</param>
    /// <param name="EndRow">The row that it ends on.</param>
    /// <param name="IsQuoted">Whether it was quoted, so that a brace is a text.</param>
    internal readonly record struct Word(string Text, int Line, int Row, int EndRow, bool IsQuoted)
    {
        public bool Opens => !IsQuoted && Text == "{";

        public bool Closes => !IsQuoted && Text == "}";
    }
}
