using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>OAuth clients that both environments use.</summary>
public sealed class SharedOAuthClient : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-oauth-client";

    /// <inheritdoc />
    public override string Reason =>
        "An OAuth app sends people back to its own callback addresses: with one app for both, "
        + "a sign-in in development may end in production.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = OAuthClients.Of(one).Select(client => client.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var (key, _) in OAuthClients.Of(other).Where(client => theirs.Contains(client.Value)))
            {
                yield return Found(
                    other.PlaceOfKey(key),
                    $"{key} is one OAuth app for both {one.Name} and {other.Name}",
                    $"register an app of {other.Name}'s own with its own callback address, and put its id "
                    + $"and secret into {other.Env.File.FileName}",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Key, key) };
            }
        }
    }
}
