using System.Collections.Immutable;
using Slipway.Core.Observed;

namespace Slipway.Core.Validation;

/// <summary>What is known of the host. What could not be found out is null, or empty where <see cref="IsKnown"/> is false.</summary>
public sealed record HostFacts
{
    /// <summary>Nothing is known: no engine answers.</summary>
    public static HostFacts Unknown { get; } = new();

    /// <summary>Whether the engine answered; where it did not, containers and networks are empty.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The engine's version, for example <c>28.5.2</c>.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>The version of Compose.</summary>
    public string? ComposeVersion { get; init; }

    /// <summary>The version of Buildx.</summary>
    public string? BuildxVersion { get; init; }

    /// <summary>The CPUs of the machine that the engine runs on.</summary>
    public int? Cpus { get; init; }

    /// <summary>Its memory, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The memory that is available now, in bytes.</summary>
    public long? AvailableMemoryBytes { get; init; }

    /// <summary>The containers of the host, stopped ones included.</summary>
    public ImmutableArray<HostContainer> Containers { get; init; } = [];

    /// <summary>The networks of the host.</summary>
    public ImmutableArray<HostNetwork> Networks { get; init; } = [];

    /// <summary>The TCP ports on which something of the host listens, those that containers publish included.</summary>
    public ImmutableSortedSet<int> ListeningPorts { get; init; } = [];

    /// <summary>The room where the engine keeps images and volumes.</summary>
    public FileSystemSpace? EngineSpace { get; init; }

    /// <summary>The room where the state folder is.</summary>
    public FileSystemSpace? StateSpace { get; init; }

    /// <summary>What a deployment is likely to need on disk, in bytes, by what it is for; empty where nothing is known yet.</summary>
    public ImmutableSortedDictionary<string, long> DeployBytes { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>What DNS says of each public domain.</summary>
    public ImmutableArray<DomainFacts> Domains { get; init; } = [];

    /// <summary>The host's own addresses.</summary>
    public ImmutableSortedSet<string> Addresses { get; init; } = [];

    /// <summary>Certificates, and when they end.</summary>
    public ImmutableArray<CertificateFacts> Certificates { get; init; } = [];

    /// <summary>Whether the kernel says that the clock is held right by a time service; null where that cannot be found out.</summary>
    public bool? ClockIsSynchronized { get; init; }
}

/// <summary>A container of the host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Project">Its Compose project; empty where it has none.</param>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="Ports">What it publishes while it runs.</param>
public sealed record HostContainer(string Name, string Project, bool IsRunning, ImmutableArray<HostPort> Ports);

/// <summary>A published port.</summary>
/// <param name="Address">The host's address that it is bound to; <c>0.0.0.0</c> or <c>::</c> for all.</param>
/// <param name="Number">The host's port.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record HostPort(string Address, int Number, string Protocol);

/// <summary>A network of the host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Project">The Compose project that made it; empty where none did.</param>
/// <param name="Subnets">Its subnets, as <c>172.18.0.0/16</c>.</param>
public sealed record HostNetwork(string Name, string Project, ImmutableArray<string> Subnets);

/// <summary>What DNS says of a domain.</summary>
/// <param name="Name">The domain.</param>
/// <param name="Environment">Whose it is.</param>
/// <param name="Addresses">The addresses that it resolves to; null where the question got no answer in time.</param>
public sealed record DomainFacts(string Name, string Environment, ImmutableArray<string>? Addresses);

/// <summary>A certificate.</summary>
/// <param name="Name">The domain, or what the definition calls it.</param>
/// <param name="Environment">Whose it is.</param>
/// <param name="EndsUtc">When it ends; null where it could not be read.</param>
public sealed record CertificateFacts(string Name, string Environment, DateTimeOffset? EndsUtc);
