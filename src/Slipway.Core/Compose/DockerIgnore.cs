using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.Core.Stack;

namespace Slipway.Core.Compose;

/// <summary>
/// What a <c>.dockerignore</c> keeps from a build, read as BuildKit reads it: the last pattern that matches a path, or a folder above it,
/// decides (github.com/moby/patternmatcher, as of 0.6).
/// </summary>
public sealed class DockerIgnore
{
    private static readonly SearchValues<char> Globs = SearchValues.Create('*', '?', '[', '\\');

    private readonly ImmutableArray<Pattern> patterns;

    private DockerIgnore(ImmutableArray<Pattern> patterns) => this.patterns = patterns;

    /// <summary>Nothing is kept from the build.</summary>
    public static DockerIgnore None { get; } = new([]);

    /// <summary>What is true of a context itself, to begin with.</summary>
    public IgnoreMatch Root => new(false, [.. patterns.Select(_ => false)]);

    /// <summary>Reads the file.</summary>
    public static DockerIgnore Parse(string text) =>
        new([.. text.TrimStart('\uFEFF').Split('\n').Select(Read).OfType<Pattern>()]);

    /// <summary>What is true of a file or folder.</summary>
    /// <param name="path">Its path within the context, with slashes.</param>
    /// <param name="above">What is true of the folder that it is in.</param>
    public IgnoreMatch Match(string path, IgnoreMatch above)
    {
        ImmutableArray<bool> matched = [.. patterns.Select((pattern, index) => above.Matched[index] || pattern.Expression.IsMatch(path))];
        var last = matched.LastIndexOf(true);
        return new IgnoreMatch(last >= 0 && !patterns[last].IsException, matched);
    }

    /// <summary>Whether an exception may bring back something below a folder that is kept from the build.</summary>
    public bool MayBringBackBelow(string folder) =>
        patterns.Any(pattern =>
        {
            if (!pattern.IsException) return false;
            var glob = pattern.Text.AsSpan().IndexOfAny(Globs);
            var literal = glob < 0 ? pattern.Text : pattern.Text[..glob];
            return literal.StartsWith(folder + "/", StringComparison.Ordinal)
                || (glob >= 0 && (folder + "/").StartsWith(literal, StringComparison.Ordinal));
        });

    private static Pattern? Read(string line)
    {
        if (line.StartsWith('#')) return null;
        var text = line.Trim();
        var isException = text.StartsWith('!');
        if (isException) text = text[1..].Trim();
        text = RelativePath.WithoutDots(text).TrimStart('/');
        if (text.Length == 0) return null;
        try
        {
            return new Pattern(text, isException, new Regex(Translate(text), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (ArgumentException)
        {
            // The build itself refuses the pattern, and says so.
            return null;
        }
    }

    private static string Translate(string pattern)
    {
        var expression = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
        {
            var next = at + 1 < pattern.Length ? pattern[at + 1] : '\0';
            switch (pattern[at])
            {
                case '*' when next == '*':
                    at += at + 2 < pattern.Length && pattern[at + 2] == '/' ? 2 : 1;
                    expression.Append(at + 1 == pattern.Length ? ".*" : "(.*/)?");
                    break;
                case '*':
                    expression.Append("[^/]*");
                    break;
                case '?':
                    expression.Append("[^/]");
                    break;
                case '\\' when next != '\0':
                    expression.Append(Regex.Escape($"{next}"));
                    at++;
                    break;
                case '[' or ']' or '^' or '-':
                    expression.Append(pattern[at]);
                    break;
                default:
                    expression.Append(Regex.Escape($"{pattern[at]}"));
                    break;
            }
        }

        return expression.Append(@"\z").ToString();
    }

    private sealed record Pattern(string Text, bool IsException, Regex Expression);
}

/// <summary>What patterns say of a path.</summary>
/// <param name="IsExcluded">Whether it is kept from the build.</param>
/// <param name="Matched">Which patterns match it, or a folder above it.</param>
public readonly record struct IgnoreMatch(bool IsExcluded, ImmutableArray<bool> Matched);
