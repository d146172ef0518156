using System.Collections.Immutable;
using System.Text;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>
/// A pair of stacks in one file: one that breaks a rule, with the findings whole, and the nearest one that does not. Both are the
/// stack of the folder <c>base</c> with the files replaced, or edited, that the sections <c>-- name</c> give.
/// </summary>
internal sealed record RuleCase
{
    private const string Breaks = "== breaks";
    private const string Findings = "== findings";
    private const string Holds = "== holds";

    /// <summary>The words at the top that say what the case is.</summary>
    public required string About { get; init; }

    /// <summary>The sections of the stack that breaks the rule.</summary>
    public required ImmutableArray<Section> Broken { get; init; }

    /// <summary>What it is told.</summary>
    public required string Expected { get; init; }

    /// <summary>The sections of the stack that does not.</summary>
    public required ImmutableArray<Section> Sound { get; init; }

    private string Text { get; init; } = "";

    /// <summary>Reads a case.</summary>
    public static RuleCase Parse(string text)
    {
        var (breaks, findings, holds) = (Heading(text, Breaks), Heading(text, Findings), Heading(text, Holds));
        return new RuleCase
        {
            About = text[..breaks],
            Broken = Sections(text[(breaks + Breaks.Length + 1)..findings]),
            Expected = text[(findings + Findings.Length + 1)..holds],
            Sound = Sections(text[(holds + Holds.Length + 1)..]),
            Text = text,
        };
    }

    /// <summary>The text of the case with other findings.</summary>
    public string With(string findings) =>
        Text[..(Heading(Text, Findings) + Findings.Length + 1)] + findings + Text[Heading(Text, Holds)..];

    private static int Heading(string text, string heading) =>
        ("\n" + text).IndexOf($"\n{heading}\n", StringComparison.Ordinal) is var at and >= 0 ? at : throw new FormatException($"The case has no line '{heading}'.");

    private static ImmutableArray<Section> Sections(string text)
    {
        var sections = ImmutableArray.CreateBuilder<Section>();
        var content = new StringBuilder();
        string? heading = null;
        foreach (var line in text.Split('\n').SkipLast(1))
        {
            if (line.StartsWith("-- ", StringComparison.Ordinal))
            {
                Close();
                heading = line[3..];
            }
            else
            {
                content.Append(line).Append('\n');
            }
        }

        Close();
        return sections.ToImmutable();

        void Close()
        {
            if (heading is not null) sections.Add(Section.Of(heading, content.ToString()));
            content.Clear();
        }
    }

    /// <summary>What a section does to a file of the base stack.</summary>
    /// <param name="File">The file; <c>host.json</c> is the host, and <c>git</c> lists the files that git tracks.</param>
    /// <param name="Apply">The new text from the old one; null removes the file.</param>
    /// <param name="Mode">The file's permission bits.</param>
    internal sealed record Section(string File, Func<string, string?> Apply, UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        public static Section Of(string heading, string content) => heading.Split(' ') switch
        {
            [var file] => new Section(file, _ => content),
            [var file, "edit"] => new Section(file, text => Edit(file, text, content)),
            [var file, "none"] => new Section(file, _ => null),
            [var file, "mode", var mode] => new Section(file, text => text, (UnixFileMode)Convert.ToInt32(mode, 8)),
            [var file, "bytes", var hexadecimal] => new Section(file, text => text + Encoding.Latin1.GetString(Convert.FromHexString(hexadecimal))),
            _ => throw new FormatException($"'-- {heading}' is no section."),
        };

        // Lines that begin with '-' are in the file once, together, and give way to the lines after them that begin with '+'.
        private static string Edit(string file, string text, string edits)
        {
            var (old, @new) = (new StringBuilder(), new StringBuilder());
            foreach (var line in edits.Split('\n').SkipLast(1).Append("-"))
            {
                if (line.StartsWith('-') && @new.Length + old.Length > 0 && (@new.Length > 0 || line == "-"))
                {
                    text = Replace(file, text, old.ToString(), @new.ToString());
                    old.Clear();
                    @new.Clear();
                }

                (line.StartsWith('+') ? @new : old).Append(line.AsSpan(1)).Append('\n');
            }

            return text;
        }

        private static string Replace(string file, string text, string old, string @new)
        {
            // Without a line before it, what is new stands at the file's end.
            if (old.Length == 0) return text + @new;
            var parts = ("\n" + text).Split("\n" + old);
            return parts.Length == 2 ? $"{parts[0]}\n{@new}{parts[1]}"[1..] : throw new FormatException($"{file} has these lines {parts.Length - 1} times:\n{old}");
        }
    }
}
