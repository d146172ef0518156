using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Slipway.Core.Releases;

/// <summary>
/// What the holder of a lock says of itself: who it is, what it does and when it last gave a heartbeat. It lies in a file beside
/// the lock, and stays there when the holder dies.
/// </summary>
public sealed record Lease
{
    /// <summary>How often a holder gives a heartbeat.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    /// <summary>How old the last heartbeat may be before it stops counting as one.</summary>
    public static readonly TimeSpan HeartbeatValidity = TimeSpan.FromSeconds(30);

    /// <summary>The opaque id of the Slipway process; the programs that it starts carry it too.</summary>
    public required string Owner { get; init; }

    /// <summary>The user that the process runs as.</summary>
    public required string User { get; init; }

    /// <summary>The name of the host that it runs on.</summary>
    public required string Host { get; init; }

    /// <summary>The process's id on that host.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Changes with each start of the host; empty where the system has no such thing.</summary>
    public string BootId { get; init; } = "";

    /// <summary>When the process was started, which tells it from a later one of the same id; null where that is not known.</summary>
    public DateTimeOffset? ProcessStartedUtc { get; init; }

    /// <summary>When the lock was taken.</summary>
    public required DateTimeOffset SinceUtc { get; init; }

    /// <summary>The last heartbeat.</summary>
    public required DateTimeOffset HeartbeatUtc { get; init; }

    /// <summary>What is being done, for example <c>DeployDev: start-services</c>.</summary>
    public required string Doing { get; init; }

    /// <summary>
    /// The owners whose lock was taken over, oldest first, since it was last given back. What they started may still run: the one
    /// who took over may have died before it was sure of the contrary.
    /// </summary>
    public ImmutableArray<string> Before { get; init; } = [];

    /// <summary>All whose programs may still run, oldest first.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Owners => [.. Before, Owner];

    /// <summary>Whether the last heartbeat still counts. One from a clock that is ahead does.</summary>
    public bool IsFresh(DateTimeOffset now) => now - HeartbeatUtc < HeartbeatValidity;
}
