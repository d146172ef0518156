using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Problems;

namespace Slipway.Core.Edge;

/// <summary>
/// Fills in the placeholders of a site file, in Caddy's own syntax: <c>{$KEY}</c>, and <c>{$KEY:default}</c> for a key that may
/// be missing. Caddy itself would take them from its container's environment, which is the same for every site.
/// </summary>
public static partial class SiteTemplate
{
    /// <summary>What stands for no path at all: the path of a request begins with a slash.</summary>
    public const string NoPath = "none";

    private const int MostProblems = 100;
    private const int MostPlaceholders = 10_000;
    private const string Known = "a key of the env file, PROJECT, ACCESS_FILE, ACCESS_OPEN, or SERVICE_ with the name of a routed service";
    private const string Structure = "the value has a character that would change the structure of the file";
    private const string Plain = "no brace, quote, back quote or control character";

    /// <summary>The file's text with every placeholder filled in, or the problems.</summary>
    /// <param name="file">The file's name, for problems.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="values">The values by key.</param>
    public static (string Text, ImmutableArray<Problem> Problems) Fill(string file, string text, IReadOnlyDictionary<string, string> values)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var count = 0;
        var filled = Placeholder().Replace(text, Value, MostPlaceholders + 1);
        return (filled, problems.ToImmutable());

        string Value(Match match)
        {
            if (++count > MostPlaceholders)
                return Wrong(0, "", $"the file has more than {MostPlaceholders} placeholders", "a site file of a few hundred lines");
            // Each further one would cost a count of lines.
            if (problems.Count >= MostProblems) return "";
            var key = match.Groups["key"].Value;
            if (!values.TryGetValue(key, out var value))
            {
                var @default = match.Groups["default"];
                return @default.Success ? @default.Value : WrongAt(match, key, "there is no value for it", Known);
            }

            return value.Any(char.IsControl) || value.IndexOfAny(['{', '}', '"', '`']) >= 0 ? WrongAt(match, key, Structure, Plain) : value;
        }

        string WrongAt(Match match, string key, string message, string expected) =>
            Wrong(1 + text.AsSpan(0, match.Index).Count('\n'), $"{{${key}}}", message, expected);

        string Wrong(int line, string path, string message, string expected)
        {
            problems.Add(new Problem(file, line, path, message, expected));
            return "";
        }
    }

    [GeneratedRegex(@"\{\$(?<key>[A-Za-z_][A-Za-z0-9_]*)(:(?<default>[^{}\n]*))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
