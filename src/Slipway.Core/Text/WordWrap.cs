namespace Slipway.Core.Text;

/// <summary>Breaks sentences between words.</summary>
public static class WordWrap
{
    /// <summary>The lines of a text; one is longer than the width, in characters, only where a single word is.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
