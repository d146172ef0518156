using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Core.Health;

/// <summary>An address that is asked again and again through the edge while a run works, or a WebSocket that is held to it.</summary>
/// <param name="Environment">The environment that it belongs to.</param>
/// <param name="Url">The address, as people use it: <c>https://</c>, for a WebSocket <c>wss://</c>.</param>
/// <param name="Port">The edge's port on this host.</param>
public sealed record TrafficTarget(EnvironmentName Environment, string Url, int Port)
{
    /// <summary>The user for basic auth; null where everybody passes.</summary>
    public string? User { get; init; }

    /// <summary>That user's password.</summary>
    public Secret? Password { get; init; }

    /// <summary>What lets through where visitors get the maintenance page; null where there was never any maintenance.</summary>
    public Secret? Pass { get; init; }

    /// <summary>
    /// Whether only 200 is a good answer, as of a health path. Otherwise any status below 500 is one: the application has answered.
    /// </summary>
    public bool Expects200 { get; init; }

    /// <summary>Whether a WebSocket is held instead of requests sent.</summary>
    public bool IsWebSocket => Url.StartsWith("wss://", StringComparison.Ordinal);

    /// <summary>Whether an answer with this status is a good one.</summary>
    public bool IsGood(int status) => Expects200 ? status == 200 : status < 500;
}
