using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Slipway.Core.Compose;

/// <summary>What Compose says on standard error of files that it accepts.</summary>
/// <remarks>Read as Docker Compose 2.40.3 writes it.</remarks>
public static partial class ComposeWarnings
{
    /// <summary>The warnings, each once.</summary>
    public static ImmutableArray<string> Read(string error) =>
    [
        .. Warning().Matches(error)
            .Select(match => match.Groups["text"].Value.Replace("\\\"", "\"", StringComparison.Ordinal)
                .Replace("\\\\", "\\", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The variable that a warning says is not set; null for another warning.</summary>
    public static string? UnsetVariable(string warning) =>
        Unset().Match(warning) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex("""level=warning msg="(?<text>(?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Warning();

    [GeneratedRegex("""^The "(?<name>[A-Za-z_][A-Za-z0-9_]*)" variable is not set\.""")]
    private static partial Regex Unset();
}
