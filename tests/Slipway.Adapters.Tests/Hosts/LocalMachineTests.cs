using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.Adapters.Hosts;
using Slipway.Engine.Ports;
using Slipway.Adapters.Tests.Http;

namespace Slipway.Adapters.Tests.Hosts;

public sealed class LocalMachineTests : IDisposable
{
    private static readonly DateTimeOffset End = new(2027, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly LocalMachine machine = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Place place = new();

    public void Dispose()
    {
        listener.Dispose();
        place.Dispose();
    }

    [Fact]
    public void A_port_is_listened_on_as_long_as_somebody_does()
    {
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Contains(port, machine.ListeningPorts());

        listener.Stop();
        Assert.DoesNotContain(port, machine.ListeningPorts());
    }

    [Fact]
    public void Addresses_are_those_by_which_others_reach_the_machine()
    {
        var addresses = machine.Addresses();

        Assert.All(addresses, address => Assert.True(IPAddress.TryParse(address, out _), address));
        Assert.DoesNotContain("127.0.0.1", addresses);
        Assert.DoesNotContain("::1", addresses);
    }

    [Fact]
    public void Memory_and_clock_are_known_on_Linux_alone()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(machine.AvailableMemoryBytes() ?? 0, 1_000_000, 100_000_000_000_000);
            // Right or not is the machine's affair; a sandbox may keep the kernel from saying.
            _ = machine.ClockIsSynchronized();
        }
        else
        {
            Assert.Null(machine.AvailableMemoryBytes());
            Assert.Null(machine.ClockIsSynchronized());
        }
    }

    [Fact]
    public async Task A_name_resolves_to_its_addresses() =>
        Assert.All(Assert.NotNull(await machine.ResolveAsync("localhost", CancellationToken.None)), address => Assert.True(IPAddress.IsLoopback(IPAddress.Parse(address)), address));

    [Fact]
    public async Task What_can_be_no_name_has_no_addresses() =>
        Assert.Empty(Assert.NotNull(await machine.ResolveAsync(new string('x', 300), CancellationToken.None)));

    [Fact]
    public async Task An_answer_that_takes_too_long_is_not_waited_for() =>
        Assert.Null(await new LocalMachine(TimeSpan.Zero, TimeSpan.Zero).ResolveAsync("nobody.invalid", CancellationToken.None));

    [Fact]
    public async Task The_times_of_a_served_certificate_are_seen_though_nobody_trusts_it()
    {
        using var certificate = Certificate();
        await using var server = new LocalServer(certificate, "");

        Assert.Equal(new CertificateTimes(End.AddYears(-1), End), await machine.ServedCertificateAsync("shop.example", server.Port, CancellationToken.None));
        Assert.Equal("shop.example", server.GreetedAs);
    }

    [Fact]
    public async Task Where_nothing_is_served_there_is_no_certificate()
    {
        var patient = new LocalMachine(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200));
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Null(await patient.ServedCertificateAsync("shop.example", port, CancellationToken.None));

        listener.Stop();
        Assert.Null(await machine.ServedCertificateAsync("shop.example", port, CancellationToken.None));
    }

    [Fact]
    public void The_times_of_a_certificate_in_a_file_are_read()
    {
        using var certificate = Certificate();

        Assert.Equal(new CertificateTimes(End.AddYears(-1), End), machine.ReadCertificate(place.Write("ca.crt", certificate.ExportCertificatePem())));
        Assert.Null(machine.ReadCertificate(place.Write("damaged.crt", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")));
        Assert.Null(machine.ReadCertificate(place["missing.crt"]));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=shop.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(End.AddYears(-1), End);
        // Windows serves no certificate whose key was never stored.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
