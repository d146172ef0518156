using System.Collections.Immutable;

namespace Slipway.Core.Edge;

/// <summary>A line of a Caddyfile, with the block that it may open.</summary>
/// <param name="Name">The first word: a directive, or in a directive's block one of its options.</param>
/// <param name="Arguments">The other words, without quotes.</param>
/// <param name="Block">The lines of its block; empty where it has none.</param>
/// <param name="File">The file that it stands in.</param>
/// <param name="Line">Its line there, from 1.</param>
public sealed record CaddyDirective(
    string Name,
    ImmutableArray<string> Arguments,
    ImmutableArray<CaddyDirective> Block,
    string File,
    int Line
)
{
    /// <summary>The matcher that says which requests a directive is for; null for all.</summary>
    public string? Matcher =>
        Arguments is [var first, ..] && first is not ("*" or "/*") && first[..Math.Min(1, first.Length)] is "/" or "@" ? first : null;

    /// <summary>The arguments without a matcher.</summary>
    public ImmutableArray<string> Values => Arguments is ["*" or ['/', ..] or ['@', ..], ..] ? Arguments[1..] : Arguments;
}
