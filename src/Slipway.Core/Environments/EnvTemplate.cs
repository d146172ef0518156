using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Problems;

namespace Slipway.Core.Environments;

/// <summary>
/// A template is an env file with comments, in which <c>&lt;random:N&gt;</c> stands for N random letters and digits,
/// another <c>&lt;text&gt;</c> for a value that somebody fills in, and an empty value for an optional one.
/// </summary>
public static class EnvTemplate
{
    /// <summary>
    /// Makes an env file from a template, or adds the keys that an existing one lacks, with their comments, at its end.
    /// No character of what exists is changed, and references such as <c>${OTHER}</c> stay as they are.
    /// </summary>
    /// <param name="templateText">The template's text.</param>
    /// <param name="existingText">The env file's text, or null where there is none yet.</param>
    /// <param name="randomText">Gives that many random letters and digits, a letter first.</param>
    /// <param name="templateName">The template's name, for problems.</param>
    /// <param name="existingName">The env file's name, for problems.</param>
    /// <exception cref="SlipwayException">One of the two texts cannot be read.</exception>
    public static FilledEnv Fill(
        string templateText,
        string? existingText,
        Func<int, string> randomText,
        string templateName = "template",
        string existingName = "env file")
    {
        var template = EnvFile.Parse(templateText, templateName);
        var existing = EnvFile.Parse(existingText ?? "", existingName);
        var problems = template.Problems.AddRange(existing.Problems);
        if (!problems.IsEmpty) throw SlipwayException.Of(problems);

        var added = template.Entries.Where(entry => !existing.Values.ContainsKey(entry.Name)).ToImmutableArray();
        var filling = new Filling(template, added, randomText);
        var text = existingText is null ? filling.Made() : filling.Completed(existingText);
        return new FilledEnv(
            text,
            [.. added.Select(entry => entry.Name)],
            filling.Generated,
            [
                .. EnvFile.Parse(text, existingName) is var filled
                    ? filled.Entries.Where(entry => Placeholder.Is(filled.Text[entry.Written])).Select(entry => entry.Name)
                    : [],
            ]
        );
    }

    // The comment lines directly above, each with its line break.
    private static string CommentAbove(string text, int start)
    {
        var from = start;
        while (from > 0)
        {
            var lineStart = from == 1 ? 0 : text.LastIndexOf('\n', from - 2) + 1;
            if (!text[lineStart..from].TrimStart('\uFEFF').TrimStart().StartsWith('#')) break;
            from = lineStart;
        }

        return text[from..start].TrimStart('\uFEFF');
    }

    /// <summary>Writes entries of a template, and draws the random values among them.</summary>
    private sealed class Filling(EnvFile template, ImmutableArray<EnvEntry> added, Func<int, string> randomText)
    {
        private readonly ImmutableArray<string>.Builder generated = ImmutableArray.CreateBuilder<string>();

        public ImmutableArray<string> Generated => generated.ToImmutable();

        public string Made()
        {
            var made = new StringBuilder();
            var from = 0;
            foreach (var entry in added)
            {
                made.Append(template.Text, from, entry.Start - from).Append(Filled(entry));
                from = entry.End;
            }

            return made.Append(template.Text, from, template.Text.Length - from).ToString();
        }

        public string Completed(string existingText)
        {
            if (added.IsEmpty) return existingText;
            var lineBreak = existingText.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
            var completed = new StringBuilder(existingText);
            if (existingText.Length > 0) completed.Append(existingText.EndsWith('\n') ? lineBreak : lineBreak + lineBreak);
            var first = true;
            foreach (var entry in added)
            {
                var comment = CommentAbove(template.Text, entry.Start);
                if (comment.Length > 0 && !first) completed.Append(lineBreak);
                completed.Append(comment.ReplaceLineEndings(lineBreak)).Append(Filled(entry)).Append(lineBreak);
                first = false;
            }

            return completed.ToString();
        }

        private string Filled(EnvEntry entry)
        {
            var (start, length) = entry.Written.GetOffsetAndLength(template.Text.Length);
            if (Placeholder.RandomLength(template.Text[entry.Written]) is not { } characters) return template.Text[entry.Start..entry.End];
            var random = randomText(characters);
            if (random.Length != characters || !char.IsAsciiLetter(random[0]) || !random.All(char.IsAsciiLetterOrDigit))
                throw new InvalidOperationException(
                    $"The source of random text did not give {characters} letters and digits with a letter first."
                );
            generated.Add(entry.Name);
            return string.Concat(
                template.Text.AsSpan(entry.Start, start - entry.Start),
                random,
                template.Text.AsSpan(start + length, entry.End - start - length)
            );
        }
    }
}
