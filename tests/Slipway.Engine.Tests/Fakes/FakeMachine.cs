using System.Collections.Immutable;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>A machine that is as a test says, and notes what it was asked that takes time.</summary>
internal sealed class FakeMachine : IMachine
{
    /// <summary>The names and certificates that were asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public ImmutableSortedSet<int> Ports { get; set; } = [22, 8443];

    public ImmutableSortedSet<string> OwnAddresses { get; set; } = ["203.0.113.7"];

    public long? AvailableMemory { get; set; } = 6_000_000_000;

    public bool? Synchronized { get; set; } = true;

    public Dictionary<string, ImmutableArray<string>> Names { get; } = [];

    /// <summary>When certificates end, by <c>name:port</c> or path.</summary>
    public Dictionary<string, DateTimeOffset> Ends { get; } = [];

    public string? EngineEndpoint() => "unix:///var/run/docker.sock";

    public ImmutableSortedSet<int> ListeningPorts() => Ports;

    public ImmutableSortedSet<string> Addresses() => OwnAddresses;

    public long? AvailableMemoryBytes() => AvailableMemory;

    public bool? ClockIsSynchronized() => Synchronized;

    public Task<ImmutableArray<string>?> ResolveAsync(string name, CancellationToken cancellation)
    {
        Asked.Add(name);
        return Task.FromResult(Names.TryGetValue(name, out var addresses) ? addresses : (ImmutableArray<string>?)null);
    }

    public Task<CertificateTimes?> ServedCertificateAsync(string name, int port, CancellationToken cancellation)
    {
        Asked.Add($"{name}:{port}");
        return Task.FromResult(ReadCertificate($"{name}:{port}"));
    }

    public CertificateTimes? ReadCertificate(string path) =>
        Ends.TryGetValue(path, out var end) ? new CertificateTimes(DateTimeOffset.MinValue, end) : null;
}
