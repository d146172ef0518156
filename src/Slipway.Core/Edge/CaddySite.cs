using System.Collections.Immutable;

namespace Slipway.Core.Edge;

/// <summary>A site block of a Caddyfile.</summary>
/// <param name="Addresses">The addresses that it is for, for example <c>https://shop.example</c>.</param>
/// <param name="Directives">Its directives; what it imports stands in place of the import.</param>
/// <param name="File">The file that it stands in.</param>
/// <param name="Line">The line of its first address, from 1.</param>
public sealed record CaddySite(ImmutableArray<string> Addresses, ImmutableArray<CaddyDirective> Directives, string File, int Line);
