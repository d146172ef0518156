using System.Collections.Immutable;

namespace Slipway.Engine.Ports;

/// <summary>
/// The machine that this process runs on, as far as Docker does not tell. What cannot be found out is null, and never an error.
/// </summary>
public interface IMachine
{
    /// <summary>Where the Docker client of this user finds the engine: <c>unix:///var/run/docker.sock</c>.</summary>
    string? EngineEndpoint();

    /// <summary>The TCP ports on which something listens, on whichever address.</summary>
    ImmutableSortedSet<int> ListeningPorts();

    /// <summary>The addresses of the machine's network interfaces, without loopback and those that hold on one link alone.</summary>
    ImmutableSortedSet<string> Addresses();

    /// <summary>The memory that programs can still get without swapping, in bytes; null on systems other than Linux.</summary>
    long? AvailableMemoryBytes();

    /// <summary>
    /// Whether the kernel says that a time service holds the clock right; null on systems other than Linux, and where the kernel does not
    /// say.
    /// </summary>
    bool? ClockIsSynchronized();

    /// <summary>
    /// The addresses that a name resolves to; none where there is no such name, null where no answer comes within a second.
    /// </summary>
    Task<ImmutableArray<string>?> ResolveAsync(string name, CancellationToken cancellation);

    /// <summary>
    /// When the certificate is valid that is served for a name on a port of 127.0.0.1; null where none is within two seconds.
    /// </summary>
    Task<CertificateTimes?> ServedCertificateAsync(string name, int port, CancellationToken cancellation);

    /// <summary>When the first certificate of a PEM file is valid; null where it cannot be read.</summary>
    CertificateTimes? ReadCertificate(string path);
}
