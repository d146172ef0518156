using Slipway.Core.Stack;

namespace Slipway.Core.Health;

/// <summary>A request through the edge that has to be answered as expected.</summary>
/// <param name="Url">The address, as people use it.</param>
/// <param name="Port">The edge's port on this host.</param>
/// <param name="Authenticated">Whether the environment's user and password go along.</param>
public sealed record Probe(string Url, int Port, bool Authenticated)
{
    /// <summary>What has to come back.</summary>
    public ExpectedAnswer Expect { get; init; } = new();
}
