using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Slipway.Adapters.Http;

/// <summary>Keeps why a certificate was not accepted, since .NET's own message does not say it once there is a callback.</summary>
internal sealed class CertificateCheck
{
    /// <summary>What was wrong with the last certificate; null where nothing was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether a certificate is good for the name that was greeted.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var host = ((SslStream)sender).TargetHostName;
        // Names that never leave this machine: no authority signs them, the edge does so itself.
        if (errors == SslPolicyErrors.None || host == "localhost" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return true;

        var reasons = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? new List<string> { $"it is not for {host}" } : [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            reasons.AddRange(chain!.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct());
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            reasons.Add("there is none");
        Problem = $"the certificate of {host} is not trusted: {string.Join("; ", reasons)}";
        return false;
    }
}
