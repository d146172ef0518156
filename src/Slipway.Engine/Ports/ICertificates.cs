using Slipway.Core.Stack;

namespace Slipway.Engine.Ports;

/// <summary>Makes certificates of an authority of one's own.</summary>
public interface ICertificates
{
    /// <summary>Whether a folder holds all certificates and keys of a definition.</summary>
    bool AreComplete(CertificateDefinition definition, string folder);

    /// <summary>
    /// Makes authority, server and client certificates as PEM files (<c>ca.crt</c>, <c>server.crt</c>, <c>server.key</c>, <c>NAME.crt</c>,
    /// <c>NAME.key</c>; keys 0600). Replaces none that is valid.
    /// </summary>
    void Create(CertificateDefinition definition, string folder);
}
