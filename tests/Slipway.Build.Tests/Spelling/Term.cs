using System.Text.RegularExpressions;

namespace Slipway.Build.Tests.Spelling;

/// <summary>A phrase that is gone, and what is written instead: a line of <c>terms.txt</c>.</summary>
internal sealed record Term(Regex Phrase, string Instead)
{
    private const string Arrow = " => ";

    /// <summary>Reads the list.</summary>
    public static Term[] Read(string file) =>
        [.. File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    /// <summary>Where the phrase stands in a text, each time with the words to write. The name of a test is a sentence too.</summary>
    public IEnumerable<string> FindIn(string path, string text) =>
        from numbered in text.Split('\n').Select((line, index) => (Line: line, Number: index + 1))
        from match in Phrase.Matches(numbered.Line.Replace('_', ' '))
        select $"{path}:{numbered.Number}: '{match.Value}'; write: {Instead}";

    private static Term Parse(string line)
    {
        var arrow = line.LastIndexOf(Arrow, StringComparison.Ordinal);
        Assert.True(arrow > 0, $"terms.txt: '{line}' has no '{Arrow.Trim()}' between a phrase and what is written instead.");
        return new Term(new Regex(line[..arrow], RegexOptions.CultureInvariant), line[(arrow + Arrow.Length)..]);
    }
}
