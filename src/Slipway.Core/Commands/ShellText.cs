namespace Slipway.Core.Commands;

/// <summary>Quotes words for display, so that a printed command can be pasted into a POSIX shell.</summary>
public static class ShellText
{
    private const string Plain = "_-./:=@%+,";

    /// <summary>The word as a POSIX shell reads it back.</summary>
    public static string Quote(string word) =>
        word.Length > 0
        && word.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
