using Slipway.Core.Edge;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Sites of other environments than production that search engines may list.</summary>
public sealed class NoIndex : Rule
{
    private const string Robots = "X-Robots-Tag";

    /// <inheritdoc />
    public override string Id => "environment/noindex";

    /// <inheritdoc />
    public override string Reason =>
        "A search engine that knows development's address sends visitors there, and even redirects and refusals get listed.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.BesidesProduction
        from block in environment.SiteBlocks
        where !block.HasEverywhere(KeepsOut)
        select Found(
            block.Place,
            $"{block.Title} of {environment.Name} does not tell search engines to stay away",
            $"header {Robots} \"noindex, nofollow\"",
            environment.Name);

    private static bool KeepsOut(CaddyDirective directive) =>
        directive.Name == "header"
        && HeaderChange
            .Of(directive)
            .Any(change => change.Sets(Robots) && change.Value.Contains("noindex", StringComparison.OrdinalIgnoreCase));
}
