using System.Text.RegularExpressions;

namespace Showcase.Api;

/// <summary>What a caller may send. The problems go back as they stand; the database holds the same limits as constraints.</summary>
internal static partial class Rules
{
    public const int MaxListed = 100;

    /// <summary>The problems by field, or null when there is none.</summary>
    public static Dictionary<string, string[]>? Check(params (string Field, bool IsGood, string Problem)[] rules)
    {
        Dictionary<string, string[]> problems = rules
            .Where(rule => !rule.IsGood)
            .ToDictionary(rule => rule.Field, rule => new[] { rule.Problem });
        return problems.Count == 0 ? null : problems;
    }

    public static (string Field, bool IsGood, string Problem) Handle(string? handle) =>
        (
            "handle",
            handle is not null && HandlePattern().IsMatch(handle),
            "2 to 30 lower-case letters, digits, dashes or underscores, beginning with a letter or digit"
        );

    public static (string Field, bool IsGood, string Problem) Email(string? email) =>
        (
            "email",
            email is null || (email.Length <= 254 && email.Contains('@', StringComparison.Ordinal)),
            "an address with an @, at most 254 characters, or nothing"
        );

    public static (string Field, bool IsGood, string Problem) Length(string field, string? value, int least, int most) =>
        (
            field,
            (value ?? "") is { } text && Count(text) >= least && Count(text) <= most && !text.Contains('\0', StringComparison.Ordinal),
            $"{least} to {most} characters"
        );

    public static (string Field, bool IsGood, string Problem) Limit(int limit) =>
        ("limit", limit is >= 1 and <= MaxListed, $"1 to {MaxListed}");

    // PostgreSQL counts code points.
    private static int Count(string text) => text.EnumerateRunes().Count();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{1,29}\z")]
    private static partial Regex HandlePattern();
}
