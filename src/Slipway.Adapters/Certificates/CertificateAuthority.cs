using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Certificates;

/// <summary>
/// Makes an authority per folder, with ECDSA on P-256. The authority lasts ten years, since every device has to be given it;
/// the others 825 days, the longest that Apple's systems accept, and they are issued anew when they have ended.
/// </summary>
/// <param name="clock">What "now" is.</param>
public sealed class CertificateAuthority(TimeProvider clock) : ICertificates
{
    private const int AuthorityDays = 3650;
    private const int LeafDays = 825;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <inheritdoc />
    public bool AreComplete(CertificateDefinition definition, string folder)
    {
        using var authority = StoredCertificate.Find(folder, "ca");
        return authority is not null && !IsOver(authority) && Leaves(definition).All(leaf => IsHealthy(leaf, folder, authority));
    }

    /// <inheritdoc />
    /// <remarks>
    /// Where a certificate is missing, has ended, or does not name the server as the definition does, the folder's own authority issues it
    /// anew; a valid one is never replaced.
    /// </remarks>
    public void Create(CertificateDefinition definition, string folder)
    {
        RefuseBadNames(definition);
        using var authority = OpenAuthority(folder) ?? CreateAuthority(definition, folder);
        using var certificate = X509CertificateLoader.LoadCertificate(authority.RawData);
        foreach (var leaf in Leaves(definition).Where(leaf => !IsHealthy(leaf, folder, certificate)))
        {
            if (!authority.HasPrivateKey) throw CannotIssue(folder, leaf.Name, "ca.key is not there: the authority was made elsewhere.");
            Issue(leaf, folder, authority);
        }
    }

    private static IEnumerable<Leaf> Leaves(CertificateDefinition definition) =>
        definition.Clients.Distinct(StringComparer.Ordinal)
            .Select(client => new Leaf(client, client, [], ClientAuthentication))
            .Prepend(
                new Leaf(
                    "server",
                    ServerSubject(definition),
                    [.. definition.ServerNames.Distinct(StringComparer.OrdinalIgnoreCase)],
                    ServerAuthentication
                )
            );

    // X.509 ends a common name at 64 characters. Who checks the server reads the alternative names, so any subject will do.
    private static string ServerSubject(CertificateDefinition definition) =>
        definition.ServerNames.FirstOrDefault(name => name.Length <= 64) ?? $"{definition.Name} server";

    private static void RefuseBadNames(CertificateDefinition definition)
    {
        var bad = definition
            .Clients.Where(name =>
                name is "ca" or "server"
                || name.Length is 0 or > 64
                || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            )
            .ToArray();
        if (bad.Length == 0 && definition.ServerNames.Length > 0 && definition.ServerNames.All(name => name.Length > 0))
            return;
        throw new SlipwayException(
            ExitCode.Usage,
            new Failure($"The certificates of {definition.Name} cannot be made.")
            {
                Why =
                    bad.Length > 0
                        ? $"these are not valid names for clients: {string.Join(", ", bad.Select(name => $"'{name}'"))}."
                        : "a name of the server is empty.",
                Do =
                    bad.Length > 0
                        ? "give clients names of up to 64 letters, digits, '-' and '_', other than ca and server."
                        : "write the server's names under certificates/server in stack.yaml; one "
                            + "that comes from the env file has to have a value there.",
                Now = Failure.NothingChanged,
            }
        );
    }

    /// <summary>The folder's authority, with its key where that is there; null where nothing has been issued yet.</summary>
    private X509Certificate2? OpenAuthority(string folder)
    {
        var path = Path.Combine(folder, "ca.crt");
        if (!File.Exists(path))
        {
            var issued = Directory.Exists(folder)
                ? Directory.GetFiles(folder, "*.crt").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray()
                : [];
            return issued.Length == 0 ? null : throw CannotIssue(folder, "ca", $"ca.crt is not there, but {string.Join(", ", issued)}.");
        }

        var hasKey = File.Exists(Path.Combine(folder, "ca.key"));
        var found = (hasKey ? StoredCertificate.FindWithKey(folder, "ca") : StoredCertificate.Find(folder, "ca"))
            ?? throw CannotIssue(
                folder,
                "ca",
                hasKey ? "ca.crt and ca.key cannot be read, or do not belong together." : "ca.crt cannot be read."
            );
        return IsOver(found)
            ? throw CannotIssue(folder, "ca", $"the authority was valid until {found.NotAfter.ToUniversalTime():yyyy-MM-dd}.")
            : found;
    }

    private X509Certificate2 CreateAuthority(CertificateDefinition definition, string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            Subject($"{definition.Name} authority {RandomNumberGenerator.GetHexString(8, lowercase: true)}"),
            key,
            HashAlgorithmName.SHA256
        );
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true,
                hasPathLengthConstraint: true,
                pathLengthConstraint: 0,
                critical: true
            )
        );
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true)
        );
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var authority = request.CreateSelfSigned(Now.AddHours(-1), Now.AddDays(AuthorityDays));
        StoredCertificate.Write(folder, "ca", authority, key);
        return authority;
    }

    private void Issue(Leaf leaf, string folder, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Subject(leaf.Subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: false,
                hasPathLengthConstraint: false,
                pathLengthConstraint: 0,
                critical: true
            )
        );
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(leaf.Usage)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false)
        );
        if (leaf.Names.Length > 0)
            request.CertificateExtensions.Add(AlternativeNames(leaf.Names));

        // An hour back, for clocks that are slow; never beyond the authority's own time, which would be no valid chain.
        var begin = Later(Now.AddHours(-1), authority.NotBefore);
        var end = Now.AddDays(LeafDays) < authority.NotAfter ? Now.AddDays(LeafDays) : new DateTimeOffset(authority.NotAfter);
        using var certificate = request.Create(authority, begin, end, SerialNumber());
        StoredCertificate.Write(folder, leaf.Name, certificate, key);
    }

    private static X509Extension AlternativeNames(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) builder.AddIpAddress(address);
            else builder.AddDnsName(name);
        }

        return builder.Build();
    }

    /// <summary>127 random bits: positive, and never the same twice.</summary>
    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private static X500DistinguishedName Subject(string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        return builder.Build();
    }

    private bool IsHealthy(Leaf leaf, string folder, X509Certificate2 authority)
    {
        using var certificate = StoredCertificate.FindWithKey(folder, leaf.Name);
        return certificate is not null
            && leaf.Names.All(name => certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false))
            && IsIssuedBy(certificate, authority, leaf.Usage);
    }

    private bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 authority, string usage)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // An authority that is not valid yet, since a clock was ahead, is no reason to make another one: what it issues is valid with it.
        chain.ChainPolicy.VerificationTime = Later(Now, authority.NotBefore).UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(usage));
        return chain.Build(certificate);
    }

    private bool IsOver(X509Certificate2 certificate) => Now.UtcDateTime >= certificate.NotAfter.ToUniversalTime();

    private DateTimeOffset Now => clock.GetUtcNow();

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static SlipwayException CannotIssue(string folder, string name, string why) =>
        new(
            ExitCode.Failed,
            new Failure($"Cannot make {name}.crt in {folder}.")
            {
                Why = why,
                Do =
                    "bring back the missing files from where they were made; or move the folder away, and all certificates are made anew, "
                    + "with an authority that every device has to be given.",
                Now = "nothing of the folder was changed.",
            }
        );

    private sealed record Leaf(string Name, string Subject, string[] Names, string Usage);
}
