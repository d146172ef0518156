using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>An env file that a rollback brings back. It names keys and holds no value.</summary>
public sealed record EnvRestore
{
    /// <summary>SHA-256 of the text that comes back.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The keys whose values differ from those of the present file, or that only one of the two files has.</summary>
    public required ImmutableSortedSet<string> Keys { get; init; }

    /// <summary>The port of the edge for plain HTTP that the file was made for.</summary>
    public required string HttpPort { get; init; }

    /// <summary>The port of the edge for HTTPS that the file was made for.</summary>
    public required string HttpsPort { get; init; }

    /// <summary>The keys whose values differ between two env files, or that only one of them has.</summary>
    public static ImmutableSortedSet<string> Differing(
        IReadOnlyDictionary<string, string> one,
        IReadOnlyDictionary<string, string> other
    ) =>
        [
            .. one
                .Keys.Union(other.Keys)
                .Where(key => !one.TryGetValue(key, out var value) || !other.TryGetValue(key, out var otherValue) || value != otherValue),
        ];
}

/// <summary>What runs while a rollback is planned: the data that are dumped before are found by it.</summary>
/// <param name="Environment">The environment, filled in with the env file that its release ran with.</param>
/// <param name="Compose">Its release's rendered Compose file.</param>
public sealed record RunningEnvironment(EnvironmentDefinition Environment, ComposeModel Compose);
