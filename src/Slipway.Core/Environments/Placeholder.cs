using System.Text.RegularExpressions;

namespace Slipway.Core.Environments;

/// <summary>Tells values that somebody still has to fill in from real ones.</summary>
internal static partial class Placeholder
{
    private const int LongestRandomText = 1024;

    /// <summary>Whether a value as written is a placeholder.</summary>
    public static bool Is(string written) => Pattern().IsMatch(Unquoted(written));

    /// <summary>The number of characters that <c>&lt;random:N&gt;</c> asks for; null where the value is something else.</summary>
    public static int? RandomLength(string written) =>
        Random().Match(Unquoted(written)) is { Success: true } match
        && int.TryParse(match.Groups["length"].Value, out var length)
        && length is > 0 and <= LongestRandomText
            ? length
            : null;

    private static string Unquoted(string written) =>
        written.Length > 1 && written[0] is '"' or '\'' && written[^1] == written[0] ? written[1..^1] : written;

    // "Name <mail@host>" is a sender's address and no placeholder, unless it is all in angle brackets.
    [GeneratedRegex("\\A<[^<>]*>\\z|<[^<>@]+>|change[-_]?me|(?<![a-z0-9-])your-", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex("\\A<random:(?<length>[0-9]{1,4})>\\z")]
    private static partial Regex Random();
}
