using System.Collections.Immutable;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Engine.Edge;

/// <summary>A developer who was given access, or whose access was removed.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="User">The developer.</param>
/// <param name="Url">Where the environment is found; empty where that is not known.</param>
/// <param name="FreshPassword">The password that was made, to be shown once; null where there is none.</param>
/// <param name="IsReplaced">Whether the developer was there and has another password now.</param>
/// <param name="IsLoaded">Whether the edge has loaded it; if not, it will when it serves the environment.</param>
/// <param name="Everybody">The developers there are now.</param>
public sealed record DeveloperOutcome(
    EnvironmentName Environment,
    string User,
    string Url,
    Secret? FreshPassword,
    bool IsReplaced,
    bool IsLoaded,
    ImmutableArray<string> Everybody
);
