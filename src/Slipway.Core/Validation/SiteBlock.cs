using System.Collections.Immutable;
using Slipway.Core.Edge;

namespace Slipway.Core.Validation;

/// <summary>
/// A site block of an environment, as it is written, so that it holds no value of the env file but those of its addresses.
/// </summary>
/// <param name="Written">The block with its placeholders.</param>
/// <param name="Addresses">Its addresses with the placeholders filled in.</param>
public sealed record SiteBlock(CaddySite Written, ImmutableArray<string> Addresses)
{
    // What sends something of its own to a visitor. A redirect does not.
    private static readonly ImmutableHashSet<string> Answering =
    [
        "reverse_proxy",
        "php_fastcgi",
        "file_server",
        "respond",
        "templates",
        "metrics",
        "acme_server",
        "invoke",
    ];

    // What tells search engines to stay away is for everybody.
    private static readonly ImmutableHashSet<string> AlwaysOpen = ["{$ACCESS_OPEN}", "/robots.txt"];

    private static readonly ImmutableHashSet<string> Grouping = ["handle", "handle_path", "route"];

    /// <summary>The addresses, as a sentence has them.</summary>
    public string Title => string.Join(", ", Addresses);

    /// <summary>The block's place, by its first line.</summary>
    public SourcePosition Place => new(Written.File, Written.Line, string.Join(", ", Written.Addresses));

    /// <summary>Whether a visitor gets anything but redirects and errors.</summary>
    public bool Answers => DoesAnswer(Written.Directives);

    /// <summary>
    /// Whether every request that the block answers needs a password, but for what search engines ask for and the open paths, which
    /// a named matcher of the block may leave out. Caddy before 2.8 writes the directive as one word.
    /// </summary>
    /// <param name="open">The paths that everybody may ask for.</param>
    public bool AsksForPassword(ImmutableArray<string> open)
    {
        var closing = Written
            .Directives.Where(directive => LeavesOut(directive, open))
            .Select(directive => directive.Name)
            .ToImmutableHashSet(StringComparer.Ordinal);
        return IsEverywhere(Written.Directives, directive =>
            directive.Name is "basic_auth" or "basicauth" && (directive.Matcher is not { } matcher || closing.Contains(matcher))
        );
    }

    /// <summary>
    /// Whether a directive holds for every request that the block answers: it is on the level of what answers or above, without a matcher.
    /// </summary>
    public bool HasEverywhere(Func<CaddyDirective, bool> directive) =>
        IsEverywhere(Written.Directives, candidate => candidate.Matcher is null && directive(candidate));

    // A matcher that is for all requests but those for some of these paths.
    private static bool LeavesOut(CaddyDirective matcher, ImmutableArray<string> open)
    {
        if (!matcher.Name.StartsWith('@'))
            return false;
        ImmutableArray<ImmutableArray<string>> conditions = matcher.Block.IsEmpty
            ? [matcher.Arguments]
            : [.. matcher.Block.Select(line => line.Arguments.Insert(0, line.Name))];
        return matcher.Block.All(line => line.Block.IsEmpty)
            && conditions.All(words =>
                words is ["not", "path", .. var paths] && paths.All(path => AlwaysOpen.Contains(path) || open.Contains(path))
            );
    }

    private static bool IsEverywhere(ImmutableArray<CaddyDirective> directives, Func<CaddyDirective, bool> wanted)
    {
        if (directives.Any(wanted)) return true;
        var groups = directives.Where(directive => Grouping.Contains(directive.Name) && DoesAnswer(directive.Block)).ToImmutableArray();
        return groups.Length > 0
            && !directives.Any(directive => Answering.Contains(directive.Name))
            && groups.All(group => IsEverywhere(group.Block, wanted));
    }

    private static bool DoesAnswer(ImmutableArray<CaddyDirective> directives) =>
        directives.Any(directive =>
            Answering.Contains(directive.Name) || (Grouping.Contains(directive.Name) && DoesAnswer(directive.Block))
        );
}
