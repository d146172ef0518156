using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Problems;

namespace Slipway.Core.Environments;

/// <summary>
/// An env file, read as Docker Compose reads it. What Compose takes but nobody means (a key twice, text after a closing quote,
/// a reference to nothing) is a problem here; what is no problem has the value that Compose gives it. Values of the process's
/// own environment, which Compose prefers, play no part.
/// </summary>
/// <remarks>Tried against Docker Compose 2.40.3. https://docs.docker.com/reference/compose-file/services/#env_file-format</remarks>
public sealed partial class EnvFile
{
    private const int MaximumCharacters = 1024 * 1024;

    // References can make a short file long.
    private const int MaximumCharactersOfValues = 4 * MaximumCharacters;

    // Whoever has this many gave another file's name.
    private const int MostProblems = 100;
    private const int MostEntries = 10_000;

    private EnvFile(string text, string fileName, ImmutableArray<EnvEntry> entries, ImmutableArray<Problem> problems)
    {
        Text = text;
        FileName = fileName;
        Entries = entries;
        Problems = problems;
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries) values[entry.Name] = entry.Value;
        Values = values.ToImmutable();
    }

    /// <summary>The file's name, as problems show it.</summary>
    public string FileName { get; }

    /// <summary>The entries in the order of the file.</summary>
    public ImmutableArray<EnvEntry> Entries { get; }

    /// <summary>Everything that is wrong with the file. No problem repeats a value or a part of one.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>The values by key. Of a key that is there twice, the last, as in Compose.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>The file's text. It holds secrets.</summary>
    public string Text { get; }

    /// <summary>Reads an env file's text. Nothing is thrown for a wrong text; see <see cref="Problems"/>.</summary>
    /// <param name="text">The file's text, at most 1 Mi characters.</param>
    /// <param name="fileName">The file's name, for the problems.</param>
    public static EnvFile Parse(string text, string fileName) =>
        text.Length > MaximumCharacters
            ? new EnvFile(
                "",
                fileName,
                [],
                [new Problem(fileName, 0, "", "the file is larger than 1 MiB", "an env file of a few hundred lines")]
            )
            : new Reader(text, fileName).Read();

    /// <summary>The file's name and its keys; no value.</summary>
    public override string ToString() => $"{FileName}: {string.Join(", ", Entries.Select(entry => entry.Name))}";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex ValidName();

    private sealed class Reader(string text, string file)
    {
        private readonly ImmutableArray<EnvEntry>.Builder entries = ImmutableArray.CreateBuilder<EnvEntry>();
        private readonly ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();
        private readonly Dictionary<string, EnvEntry> known = new(StringComparer.Ordinal);
        private int position;
        private int line = 1;
        private int charactersOfValues;

        public EnvFile Read()
        {
            if (text.StartsWith('\uFEFF')) position = 1;
            while (position < text.Length)
            {
                ReadStatement();
                if (charactersOfValues > MaximumCharactersOfValues)
                {
                    Add("", "the values up to here are longer than 4 MiB together", "fewer references to long values");
                    break;
                }

                if (entries.Count > MostEntries)
                {
                    Add("", $"the file has more than {MostEntries} keys", "an env file of a few hundred lines");
                    break;
                }

                if (problems.Count >= MostProblems)
                {
                    Add("", $"these are {MostProblems} problems, and the rest was not read", "");
                    break;
                }

                if (position < text.Length) position++;
                line++;
            }

            return new EnvFile(text, file, entries.ToImmutable(), problems.ToImmutable());
        }

        // Leaves the position at the line break that ends the statement, or at the end of the text.
        private void ReadStatement()
        {
            var start = position;
            var end = EndOfLine(start);
            var statement = text[start..end];
            var trimmed = statement.TrimStart();
            position = end;
            if (trimmed.Length == 0 || trimmed[0] == '#') return;

            var equals = statement.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                Add("", "the line is neither KEY=VALUE nor a comment", "KEY=VALUE, or '#' at the start of the line");
                return;
            }

            var name = statement[..equals].Trim();
            if (name.StartsWith("export ", StringComparison.Ordinal) || name.StartsWith("export\t", StringComparison.Ordinal))
                name = name["export".Length..].TrimStart();
            if (!ValidName().IsMatch(name))
            {
                // The text before '=' may be a part of a value that spans lines, so it is not repeated.
                Add("", "the name before '=' is not a valid key", "letters, digits and '_', not starting with a digit");
                return;
            }

            var keyLine = line;
            position = start + equals + 1;
            while (position < end && IsBlank(text[position])) position++;
            if (ReadValue(name, end) is not var (value, written)) return;

            charactersOfValues += value.Length;
            if (value.Contains('\0', StringComparison.Ordinal))
                Add(name, "the value has a NUL character", "text");
            var entry = new EnvEntry
            {
                Name = name,
                Value = value,
                Line = keyLine,
                Start = start,
                Written = written,
                End = WithoutReturn(start, position),
            };
            if (known.TryGetValue(name, out var earlier))
                problems.Add(new Problem(file, keyLine, name, $"the key is already set on line {earlier.Line}", "each key once"));
            known[name] = entry;
            entries.Add(entry);
        }

        private (string Value, Range Written)? ReadValue(string name, int end)
        {
            if (position < text.Length && text[position] is '"' or '\'') return ReadQuoted(name);

            // Only a space starts a comment: Compose takes a tab and '#' as a part of the value.
            var start = position;
            var written = text[start..end];
            var comment = written.IndexOf(" #", StringComparison.Ordinal);
            if (comment >= 0) written = written[..comment];
            written = written.TrimEnd();
            position = end;
            return (Expand(name, written), start..(start + written.Length));
        }

        private (string Value, Range Written)? ReadQuoted(string name)
        {
            var start = position;
            var keyLine = line;
            var quote = text[start];
            var close = start + 1;
            while (close < text.Length && text[close] != quote) close += text[close] == '\\' ? 2 : 1;
            if (close >= text.Length)
            {
                // What follows may all be the value, so nothing after it is read.
                Add(name, "the quote is never closed", $"{quote} at the end of the value");
                position = text.Length;
                return null;
            }

            var content = text[(start + 1)..close];
            line += content.Count(character => character == '\n');
            position = EndOfLine(close + 1);
            var rest = text[(close + 1)..position].Trim();
            if (rest.Length > 0 && rest[0] != '#')
                problems.Add(
                    new Problem(
                        file,
                        line,
                        name,
                        "text follows the closing quote",
                        "nothing there, or a comment; a quote inside quotes is written with a '\\' before it"
                    )
                );

            if (quote == '\'') return (content.Replace("\\'", "'", StringComparison.Ordinal), start..(close + 1));
            var value = EnvEscapes.Undo(content) is { } unescaped ? Expand(name, unescaped, keyLine) : null;
            if (value is null)
                problems.Add(
                    new Problem(file, keyLine, name, "octal escapes such as \\0101 are not supported here", "the character itself")
                );
            return (value ?? "", start..(close + 1));
        }

        private string Expand(string name, string value, int? keyLine = null)
        {
            var (expanded, wrong) = EnvExpansion.Expand(value, key => known.GetValueOrDefault(key)?.Value);
            if (wrong is { } found) problems.Add(new Problem(file, keyLine ?? line, name, found.Message, found.Expected));
            return expanded;
        }

        private void Add(string path, string message, string expected) => problems.Add(new Problem(file, line, path, message, expected));

        private int EndOfLine(int from) => text.IndexOf('\n', from) is var found and >= 0 ? found : text.Length;

        private int WithoutReturn(int start, int end) => end > start && text[end - 1] == '\r' ? end - 1 : end;

        private static bool IsBlank(char character) => character is '\t' or '\v' or '\f' or '\r' or ' ' or '\u0085' or '\u00A0';
    }
}
