using System.Collections.Immutable;
using Slipway.Core.Problems;

namespace Slipway.Core.Edge;

/// <summary>What a Caddyfile says, as far as sites go.</summary>
/// <param name="Sites">The site blocks in their order.</param>
/// <param name="Snippets">The snippets by name, their own imports still in them.</param>
/// <param name="Problems">What is wrong with it, which Caddy would not accept either. No problem repeats a value.</param>
public sealed record Caddyfile(
    ImmutableArray<CaddySite> Sites,
    ImmutableDictionary<string, ImmutableArray<CaddyDirective>> Snippets,
    ImmutableArray<Problem> Problems
);
