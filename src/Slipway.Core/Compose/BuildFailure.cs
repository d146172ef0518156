using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Slipway.Core.Compose;

/// <summary>
/// The lines of a failed build that say why, out of BuildKit's plain progress (seen with Compose 2.40): all steps print in one stream, the
/// failing one's lines begin with its number, and what it printed comes once more at the end, cut short.
/// </summary>
public static partial class BuildFailure
{
    /// <summary>The failing step, what it printed last, and where it stands; empty where the text is not that of a failed build.</summary>
    /// <param name="output">All that the build printed.</param>
    /// <param name="most">How many of the lines that the failing step printed.</param>
    public static ImmutableArray<string> Lines(string output, int most)
    {
        var lines = output.Split('\n').Select(line => line.TrimEnd()).ToImmutableArray();
        var failed = lines.Select(line => Failed().Match(line)).LastOrDefault(match => match.Success);
        if (failed is null) return [];
        var number = failed.Groups["number"].Value;
        var own = lines
            .Where(line => line.StartsWith($"#{number} ", StringComparison.Ordinal) && !Failed().IsMatch(line))
            .Select(line => line[(number.Length + 2)..])
            .ToImmutableArray();
        return
        [
            // The first one is the step itself.
            .. own.Take(1).Select(step => $"failed: {step}"),
            .. own.Skip(1).Select(line => Time().Replace(line, "", 1)).TakeLast(most),
            .. lines.Where(line => Place().IsMatch(line)).Distinct(StringComparer.Ordinal),
            failed.Groups["why"].Value,
        ];
    }

    [GeneratedRegex("^#(?<number>[0-9]+) ERROR: (?<why>.+)$")]
    private static partial Regex Failed();

    [GeneratedRegex("^[0-9]+\\.[0-9]+ ")]
    private static partial Regex Time();

    // The name may be any that the definition gives the file.
    [GeneratedRegex("^\\S*dockerfile\\S*:[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Place();
}
