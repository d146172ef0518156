using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Slipway.Adapters.Files;

namespace Slipway.Adapters.Certificates;

/// <summary>A certificate and its key as two PEM files of one name.</summary>
internal static class StoredCertificate
{
    /// <summary>The certificate alone, or null where it is missing or damaged.</summary>
    public static X509Certificate2? Find(string folder, string name) =>
        Try(PathOf(folder, name, "crt"), () => X509CertificateLoader.LoadCertificateFromFile(PathOf(folder, name, "crt")));

    /// <summary>The certificate with its key, or null where one is missing or damaged or they do not belong together.</summary>
    public static X509Certificate2? FindWithKey(string folder, string name) =>
        Try(PathOf(folder, name, "key"), () =>
            X509Certificate2.CreateFromPemFile(PathOf(folder, name, "crt"), PathOf(folder, name, "key"))
        );

    /// <summary>
    /// Writes the key, then the certificate: who sees the certificate finds its key. Containers read certificates as users of their own.
    /// </summary>
    public static void Write(string folder, string name, X509Certificate2 certificate, ECDsa key)
    {
        Write(PathOf(folder, name, "key"), key.ExportPkcs8PrivateKeyPem(), PrivateFile.Private);
        Write(PathOf(folder, name, "crt"), certificate.ExportCertificatePem(), PrivateFile.Public);
    }

    private static void Write(string path, string pem, UnixFileMode mode)
    {
        try
        {
            PrivateFile.Replace(path, Encoding.ASCII.GetBytes(pem + "\n"), mode);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("write", path, error);
        }
    }

    private static X509Certificate2? Try(string path, Func<X509Certificate2> load)
    {
        try
        {
            return load();
        }
        catch (Exception error) when (FileFailure.IsNotThere(error) || error is CryptographicException or ArgumentException)
        {
            // ArgumentException: the key is of another certificate.
            return null;
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("read", path, error);
        }
    }

    private static string PathOf(string folder, string name, string extension) => Path.Combine(folder, $"{name}.{extension}");
}
