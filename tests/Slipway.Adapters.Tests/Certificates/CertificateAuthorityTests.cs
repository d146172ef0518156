using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.Adapters.Certificates;
using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Adapters.Tests.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly CertificateDefinition Mqtt = new() { Name = "mqtt", Directory = "", ServerNames = ["mqtt", "localhost", "127.0.0.1", "localhost"], Clients = ["worker", "player"] };

    private readonly Place place = new();
    private readonly SetClock clock = new() { Now = DateTimeOffset.UtcNow };
    private readonly CertificateAuthority authority;

    public CertificateAuthorityTests() => authority = new CertificateAuthority(clock);

    public void Dispose() => place.Dispose();

    [Fact]
    public void All_certificates_are_made_with_private_keys_and_readable_certificates()
    {
        Assert.False(authority.AreComplete(Mqtt, place["certs"]));

        authority.Create(Mqtt, place["certs"]);

        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
        Assert.Equal(
            ["ca.crt", "ca.key", "player.crt", "player.key", "server.crt", "server.key", "worker.crt", "worker.key"],
            Directory.GetFiles(place["certs"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(place["certs"], "*.key"), path => Assert.Equal(Private, File.GetUnixFileMode(path)));
        Assert.All(Directory.GetFiles(place["certs"], "*.crt"), path => Assert.Equal(Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(path)));
    }

    [Theory]
    [InlineData("server", "sslserver", "sslclient")]
    [InlineData("worker", "sslclient", "sslserver")]
    public void OpenSSL_agrees_that_a_certificate_is_for_its_purpose_and_no_other(string name, string purpose, string other)
    {
        authority.Create(Mqtt, place["certs"]);

        Assert.Equal(0, OpenSsl("verify", "-x509_strict", "-purpose", purpose, "-CAfile", place["certs/ca.crt"], place[$"certs/{name}.crt"]).ExitCode);
        Assert.Equal(2, OpenSsl("verify", "-x509_strict", "-purpose", other, "-CAfile", place["certs/ca.crt"], place[$"certs/{name}.crt"]).ExitCode);
    }

    [Theory]
    [InlineData("-verify_hostname", "mqtt", 0)]
    [InlineData("-verify_hostname", "localhost", 0)]
    [InlineData("-verify_ip", "127.0.0.1", 0)]
    [InlineData("-verify_hostname", "elsewhere", 2)]
    public void OpenSSL_agrees_on_the_servers_names(string option, string name, int exitCode)
    {
        authority.Create(Mqtt, place["certs"]);

        Assert.Equal(exitCode, OpenSsl("verify", option, name, "-CAfile", place["certs/ca.crt"], place["certs/server.crt"]).ExitCode);
    }

    [Fact]
    public void A_certificate_says_who_it_is_for_and_how_long()
    {
        authority.Create(Mqtt, place["certs"]);

        using var ca = Load("ca");
        using var worker = Load("worker");
        using var server = Load("server");
        Assert.Equal("CN=worker", worker.Subject);
        Assert.Equal("CN=mqtt", server.Subject);
        Assert.Equal(0, ca.Extensions.OfType<X509BasicConstraintsExtension>().Single().PathLengthConstraint);
        Assert.Equal((3650.0, 825.0), (Math.Round((ca.NotAfter.ToUniversalTime() - clock.Now).TotalDays), Math.Round((worker.NotAfter.ToUniversalTime() - clock.Now).TotalDays)));
        Assert.Equal(3, new[] { ca.SerialNumber, worker.SerialNumber, server.SerialNumber }.Distinct().Count());
        Assert.Equal(ca.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifier,
            Convert.ToHexString(worker.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier!.Value.Span));
    }

    [Fact]
    public void A_valid_certificate_is_never_replaced()
    {
        authority.Create(Mqtt, place["certs"]);
        var before = Contents();

        authority.Create(Mqtt, place["certs"]);

        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData("server.crt")]
    [InlineData("worker.key")]
    public void What_is_missing_is_issued_by_the_same_authority(string file)
    {
        authority.Create(Mqtt, place["certs"]);
        var before = Contents();
        File.Delete(place[$"certs/{file}"]);
        Assert.False(authority.AreComplete(Mqtt, place["certs"]));

        authority.Create(Mqtt, place["certs"]);

        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
        Assert.Equal([Path.ChangeExtension(file, "crt"), Path.ChangeExtension(file, "key")], Contents().Where(pair => before[pair.Key] != pair.Value).Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_damaged_file_is_not_taken_for_a_certificate()
    {
        authority.Create(Mqtt, place["certs"]);
        File.WriteAllText(place["certs/worker.crt"], "not a certificate");

        Assert.False(authority.AreComplete(Mqtt, place["certs"]));
    }

    [Fact]
    public void A_key_of_another_certificate_is_not_taken_for_its_own()
    {
        authority.Create(Mqtt, place["certs"]);
        File.Copy(place["certs/player.key"], place["certs/worker.key"], overwrite: true);

        Assert.False(authority.AreComplete(Mqtt, place["certs"]));
    }

    [Fact]
    public void A_certificate_of_another_authority_is_not_taken_for_one_of_this()
    {
        authority.Create(Mqtt, place["certs"]);
        authority.Create(Mqtt, place["other"]);
        foreach (var file in new[] { "worker.crt", "worker.key" }) File.Copy(place[$"other/{file}"], place[$"certs/{file}"], overwrite: true);

        Assert.False(authority.AreComplete(Mqtt, place["certs"]));
    }

    [Fact]
    public void A_client_is_no_server()
    {
        authority.Create(Mqtt with { Clients = ["mqtt", .. Mqtt.Clients] }, place["certs"]);
        foreach (var extension in new[] { "crt", "key" }) File.Copy(place[$"certs/worker.{extension}"], place[$"certs/server.{extension}"], overwrite: true);

        Assert.False(authority.AreComplete(Mqtt with { ServerNames = [] }, place["certs"]));
    }

    [Fact]
    public void A_certificate_that_has_ended_is_issued_anew()
    {
        authority.Create(Mqtt, place["certs"]);

        clock.Now += TimeSpan.FromDays(824);
        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
        clock.Now += TimeSpan.FromDays(2);
        Assert.False(authority.AreComplete(Mqtt, place["certs"]));
        authority.Create(Mqtt, place["certs"]);

        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
    }

    [Fact]
    public void What_is_not_valid_yet_is_not_over_and_stays()
    {
        clock.Now += TimeSpan.FromDays(3);
        authority.Create(Mqtt, place["certs"]);
        var made = File.ReadAllText(place["certs/server.crt"]);
        clock.Now -= TimeSpan.FromDays(3);

        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
        authority.Create(Mqtt, place["certs"]);

        Assert.Equal(made, File.ReadAllText(place["certs/server.crt"]));
    }

    [Fact]
    public void What_is_missing_beside_an_authority_that_is_not_valid_yet_is_issued_by_it()
    {
        clock.Now += TimeSpan.FromDays(3);
        authority.Create(Mqtt, place["certs"]);
        clock.Now -= TimeSpan.FromDays(3);
        File.Delete(place["certs/server.crt"]);

        authority.Create(Mqtt, place["certs"]);

        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
    }

    [Fact]
    public void A_certificate_that_was_issued_while_the_clock_was_ahead_is_issued_anew_by_an_authority_that_is_valid()
    {
        authority.Create(Mqtt, place["certs"]);
        File.Delete(place["certs/server.crt"]);
        clock.Now += TimeSpan.FromDays(3);
        authority.Create(Mqtt, place["certs"]);
        clock.Now -= TimeSpan.FromDays(3);

        Assert.False(authority.AreComplete(Mqtt, place["certs"]));
        authority.Create(Mqtt, place["certs"]);

        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
    }

    [Fact]
    public void An_authority_that_is_over_is_said_to_be()
    {
        authority.Create(Mqtt, place["certs"]);
        clock.Now += TimeSpan.FromDays(4000);

        Assert.Contains("the authority was valid until ", Assert.Throws<SlipwayException>(() => authority.Create(Mqtt, place["certs"])).Failure.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_does_not_outlast_its_authority()
    {
        authority.Create(Mqtt, place["certs"]);
        clock.Now += TimeSpan.FromDays(3600);

        authority.Create(Mqtt, place["certs"]);

        using var ca = Load("ca");
        using var server = Load("server");
        Assert.Equal(ca.NotAfter, server.NotAfter);
        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
    }

    [Fact]
    public void A_new_name_of_the_server_needs_a_new_certificate_of_the_server_only()
    {
        authority.Create(Mqtt, place["certs"]);
        var before = Contents();
        var renamed = Mqtt with { ServerNames = ["mqtt", "mqtt.example.org"] };
        Assert.False(authority.AreComplete(renamed, place["certs"]));

        authority.Create(renamed, place["certs"]);

        Assert.True(authority.AreComplete(renamed, place["certs"]));
        Assert.Equal(["server.crt", "server.key"], Contents().Where(pair => before[pair.Key] != pair.Value).Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_the_authoritys_key_nothing_is_issued_and_nothing_is_lost()
    {
        authority.Create(Mqtt, place["certs"]);
        File.Delete(place["certs/ca.key"]);
        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
        File.Delete(place["certs/player.crt"]);
        var before = Contents();

        var error = Assert.Throws<SlipwayException>(() => authority.Create(Mqtt, place["certs"]));

        Assert.Equal($"""
            Cannot make player.crt in {place["certs"]}.
              Why:  ca.key is not there: the authority was made elsewhere.
              Do:   bring back the missing files from where they were made; or move the folder away, and all certificates are made anew, with an authority that every device has to be given.
              Now:  nothing of the folder was changed.
            """, error.Message);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void Certificates_without_their_authority_are_not_mixed_with_those_of_a_new_one()
    {
        authority.Create(Mqtt, place["certs"]);
        File.Delete(place["certs/ca.crt"]);

        var error = Assert.Throws<SlipwayException>(() => authority.Create(Mqtt, place["certs"]));

        Assert.Equal("ca.crt is not there, but player.crt, server.crt, worker.crt.", error.Failure.Why);
    }

    [Fact]
    public void An_authority_whose_making_was_interrupted_is_made_again()
    {
        place.Write("certs/ca.key", "half a key");

        authority.Create(Mqtt, place["certs"]);

        Assert.True(authority.AreComplete(Mqtt, place["certs"]));
    }

    [Theory]
    [InlineData("ca")]
    [InlineData("server")]
    [InlineData("../worker")]
    [InlineData("")]
    public void A_client_whose_name_is_not_that_of_a_file_of_its_own_is_refused(string name)
    {
        var error = Assert.Throws<SlipwayException>(() => authority.Create(Mqtt with { Clients = [name] }, place["certs"]));

        Assert.Equal((ExitCode.Usage, $"these are not valid names for clients: '{name}'."), (error.ExitCode, error.Failure.Why));
        Assert.False(Directory.Exists(place["certs"]));
    }

    private X509Certificate2 Load(string name) => X509CertificateLoader.LoadCertificateFromFile(place[$"certs/{name}.crt"]);

    private SortedDictionary<string, string> Contents() =>
        new(Directory.GetFiles(place["certs"]).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))), StringComparer.Ordinal);

    private static (int ExitCode, string Output) OpenSsl(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
