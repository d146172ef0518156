namespace Slipway.Core.Releases;

/// <summary>Who judges a lease, and what can be seen from there.</summary>
/// <param name="Host">The name of the host.</param>
/// <param name="BootId">Changes with each start of the host; empty where the system has no such thing.</param>
/// <param name="NowUtc">The time.</param>
/// <param name="Lives">Whether a process of this id, started at this time, runs here. Where the time is null, the id alone counts.</param>
public sealed record LeaseWitness(string Host, string BootId, DateTimeOffset NowUtc, Func<int, DateTimeOffset?, bool> Lives);
