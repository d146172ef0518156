using System.Collections.Immutable;

namespace Slipway.Core.Validation;

/// <summary>The OAuth apps that an env file names.</summary>
internal static class OAuthClients
{
    /// <summary>Whether a key holds the id of an OAuth client.</summary>
    public static bool IsId(string key) => key.EndsWith("CLIENT_ID", StringComparison.OrdinalIgnoreCase);

    /// <summary>The keys of client ids that are set, with their values, in the order of the keys.</summary>
    public static ImmutableArray<(string Key, string Value)> Of(EnvironmentFacts environment) =>
        [
            .. environment
                .Env.File.Values.Where(pair => IsId(pair.Key) && pair.Value.Length > 0)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => (pair.Key, pair.Value)),
        ];
}
