using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.Adapters.Files;
using Slipway.Adapters.Processes;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Hosts;

/// <summary>This machine.</summary>
/// <param name="patienceForNames">How long the answer to a name may take.</param>
/// <param name="patienceForCertificates">How long a certificate may take to be served.</param>
public sealed class LocalMachine(TimeSpan patienceForNames, TimeSpan patienceForCertificates) : IMachine
{
    private const long BytesOfKilobyte = 1024;

    /// <summary>Creates a machine that waits a second for names, and two for certificates.</summary>
    public LocalMachine()
        : this(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))
    {
    }

    /// <inheritdoc />
    public string? EngineEndpoint() =>
        new DockerClient(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)).Endpoint();

    /// <inheritdoc />
    public ImmutableSortedSet<int> ListeningPorts()
    {
        try
        {
            return [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port)];
        }
        catch (Exception error) when (IsUnknowable(error))
        {
            return [];
        }
    }

    /// <inheritdoc />
    public ImmutableSortedSet<string> Addresses()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .SelectMany(device => device.GetIPProperties().UnicastAddresses)
                    .Select(unicast => unicast.Address)
                    .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
                    .Select(address => address.ToString()),
            ];
        }
        catch (Exception error) when (IsUnknowable(error))
        {
            return [];
        }
    }

    /// <inheritdoc />
    public long? AvailableMemoryBytes()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            // MemAvailable:    1234 kB
            var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
            return
                line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var amount, "kB"]
                && long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes)
                ? kilobytes * BytesOfKilobyte
                : null;
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            return null;
        }
    }

    /// <inheritdoc />
    public bool? ClockIsSynchronized() => OperatingSystem.IsLinux() ? Posix.IsClockSynchronized() : null;

    /// <inheritdoc />
    public async Task<ImmutableArray<string>?> ResolveAsync(string name, CancellationToken cancellation)
    {
        try
        {
            // The resolver of the C library goes on waiting by itself where it is given up here.
            var addresses = await Dns.GetHostAddressesAsync(name, cancellation).WaitAsync(patienceForNames, cancellation);
            return [.. addresses.Select(address => address.ToString()).Distinct(StringComparer.Ordinal)];
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData ? [] : null;
        }
        catch (ArgumentException)
        {
            // Longer than a name may be.
            return [];
        }
    }

    /// <inheritdoc />
    public async Task<CertificateTimes?> ServedCertificateAsync(string name, int port, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patienceForCertificates);
        CertificateTimes? times = null;
        try
        {
            using var client = new TcpClient(AddressFamily.InterNetwork);
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = name,
                    // One that has ended, or that nobody trusts, is looked at all the same: nothing is sent over the connection.
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    {
                        times = certificate is X509Certificate2 served ? TimesOf(served) : null;
                        return times is not null;
                    },
                },
                limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The certificate comes early in the greeting; what is known by now is true.
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException)
        {
            // Nothing listens there, or it does not speak TLS, or it has no certificate for the name.
        }

        return times;
    }

    /// <inheritdoc />
    public CertificateTimes? ReadCertificate(string path)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return TimesOf(certificate);
        }
        catch (Exception error) when (FileFailure.Is(error) || error is CryptographicException)
        {
            return null;
        }
    }

    private static CertificateTimes TimesOf(X509Certificate2 certificate) =>
        new(certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());

    private static bool IsUnknowable(Exception error) =>
        error is NetworkInformationException or PlatformNotSupportedException || FileFailure.Is(error);
}
