using System.Text.RegularExpressions;

namespace Slipway.Build.Tests.Documentation;

/// <summary>The parts of a Markdown file that can be held to the code.</summary>
internal sealed partial class MarkdownText
{
    private readonly string text;

    private MarkdownText(string text)
    {
        this.text = text;
        Prose = Fence().Replace(text, "");
    }

    /// <summary>The text outside of fenced blocks.</summary>
    public string Prose { get; }

    /// <summary>The fenced blocks.</summary>
    public IEnumerable<(string Language, string Content)> Blocks => Fence().Matches(text).Select(match => (match.Groups["language"].Value, match.Groups["content"].Value));

    /// <summary>What stands in backticks, outside of fenced blocks.</summary>
    public IEnumerable<string> Codes => Code().Matches(Prose).Select(match => match.Groups[1].Value);

    /// <summary>The targets of links that are no web addresses.</summary>
    public IEnumerable<string> Links => Link().Matches(Prose).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'));

    /// <summary>The parts of a text.</summary>
    public static MarkdownText Of(string text) => new(text);

    /// <summary>Reads a file of the repository.</summary>
    public static MarkdownText Read(string file) => new(File.ReadAllText(Path.Combine(Paths.Root, file)));

    /// <summary>What stands in backticks in the first column of the table under a heading, in its order.</summary>
    public IEnumerable<string> FirstColumn(string heading) => Rows(heading).SelectMany(row => row[0]);

    /// <summary>What stands in backticks in the table under a heading, by row and column.</summary>
    public IEnumerable<string[][]> Rows(string heading)
    {
        var section = Regex.Match(Prose, $"(?ms)^##+ {Regex.Escape(heading)}$(.*?)(^## |\\z)");
        Assert.True(section.Success, $"There is no heading {heading}.");
        return section.Groups[1].Value.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => Cell().Matches(line.TrimEnd().TrimEnd('|')).Select(cell => Code().Matches(cell.Value)
                .Select(match => match.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal)).ToArray()).ToArray());
    }

    [GeneratedRegex("^```(?<language>[a-z]*)\\r?\\n(?<content>.*?)^```\\r?$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`\\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("\\]\\(([^)\\s]+)\\)")]
    private static partial Regex Link();

    [GeneratedRegex("\\|(?:\\\\\\||[^|])*")]
    private static partial Regex Cell();
}
