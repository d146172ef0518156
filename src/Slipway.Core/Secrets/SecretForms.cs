using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Core.Secrets;

/// <summary>How a secret may stand in the output of a program: whole or line by line, escaped for an address or for JSON.</summary>
internal static partial class SecretForms
{
    // Keys are wrapped at 64, 70 or 76 characters.
    private const int ShortestKeyLine = 40;

    /// <summary>
    /// The value and, where it has several lines, those that tell something of it. A line that anybody may know is none of them: what
    /// begins and ends a key, a word or two, brackets. Replaced everywhere, it would make other texts unreadable.
    /// </summary>
    /// <remarks>Line breaks of a value may also be written as <c>\n</c>: many keys stand in env files like that.</remarks>
    public static IEnumerable<string> Pieces(string value)
    {
        var lines = Lines(value);
        var telling = lines.Length > 1 ? lines.Where(IsTelling) : lines;
        return telling.Prepend(value).Where(piece => piece.Length >= Redactor.ShortestSecret);
    }

    /// <summary>The value as a program may encode it: as it stands, and with line breaks in place of <c>\n</c>.</summary>
    public static IEnumerable<string> Variants(string value)
    {
        yield return value;
        if (value.Contains("\\n", StringComparison.Ordinal)) yield return value.Replace("\\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>
    /// What stands between the first and the last line of a key, in one line: it is Base64 already, and programs wrap it otherwise.
    /// Empty for another value.
    /// </summary>
    public static string Body(string value)
    {
        if (Lines(value) is not { Length: > 1 } lines) return "";
        string[] body = [.. lines.Where(line => !Boundary().IsMatch(line))];
        return body.SkipLast(1).All(line => line.Length >= ShortestKeyLine) ? string.Concat(body).TrimEnd('=') : "";
    }

    /// <summary>
    /// A pattern of all ways to write a piece, itself included; null where it is written in one way only. Escapes may be escaped again.
    /// </summary>
    public static Regex? Pattern(string piece)
    {
        if (piece.All(IsPlain)) return null;
        var pattern = new StringBuilder();
        foreach (var rune in piece.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.IsAscii && IsPlain((char)rune.Value)) pattern.Append(Regex.Escape(rune.ToString()));
            else pattern.Append("(?:").AppendJoin('|', Ways(rune)).Append(')');
        }

        return new Regex(pattern.ToString(), RegexOptions.CultureInvariant);
    }

    private static string[] Lines(string value) => value
        .Replace("\\r", "\n", StringComparison.Ordinal)
        .Replace("\\n", "\n", StringComparison.Ordinal)
        .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsTelling(string line) => !Boundary().IsMatch(line) && !Words().IsMatch(line);

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~';

    private static IEnumerable<string> Ways(Rune rune)
    {
        if (rune.Value == '\n')
        {
            // A line break may have become another one on its way.
            yield return @"\r?\n|(?:%(?:25)*0[Dd])?%(?:25)*0[Aa]|(?:\\+r)?\\+n|(?:\\+u000[Dd])?\\+u000[Aa]";
            yield break;
        }

        yield return Regex.Escape(rune.ToString());
        yield return string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(one => $"%(?:25)*(?i:{one:X2})"));
        yield return string.Concat(rune.ToString().Select(Unit));
        if (rune.Value == ' ') yield return @"\+";
        if (rune.Value == '\t') yield return @"\\+t";
        if (rune.Value is '"' or '/' or '\'' or '\\') yield return @"\\+" + Regex.Escape(rune.ToString());
    }

    private static string Unit(char unit) => string.Create(CultureInfo.InvariantCulture, $@"\\+u(?i:{(int)unit:X4})");

    [GeneratedRegex(@"\A-{4,} ?(?:BEGIN|END)\b.*-{4,}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Boundary();

    // Words in lower case, with a capital or in capitals, of less than 12 letters altogether, and whatever stands between them.
    [GeneratedRegex(
        @"\A(?=[^\p{L}]*(?:\p{L}[^\p{L}]*){0,11}\z)[^\p{L}\p{N}]*(?:(?:\p{L}?\p{Ll}*|\p{Lu}+)[^\p{L}\p{N}]+)*(?:\p{L}?\p{Ll}*|\p{Lu}+)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
