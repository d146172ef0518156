using System.Collections.Immutable;

namespace Slipway.Core.Environments;

/// <summary>An env file made or completed from its template. Its printed form has no text and no value.</summary>
/// <param name="Text">The file's text; it holds secrets.</param>
/// <param name="AddedKeys">Keys that the file did not have before.</param>
/// <param name="GeneratedKeys">Those of them that got a random value.</param>
/// <param name="StillPlaceholders">Keys whose value somebody has to fill in before a deploy.</param>
public sealed record FilledEnv(
    string Text,
    ImmutableArray<string> AddedKeys,
    ImmutableArray<string> GeneratedKeys,
    ImmutableArray<string> StillPlaceholders)
{
    /// <summary>How many keys were added.</summary>
    public override string ToString() =>
        $"{AddedKeys.Length} keys added, {GeneratedKeys.Length} of them random, {StillPlaceholders.Length} to fill in";
}
