using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>Remembers what was made.</summary>
internal sealed class FakeCertificates : ICertificates
{
    public List<string> Made { get; } = [];

    public bool AreComplete(CertificateDefinition definition, string folder) => Made.Contains(folder);

    public void Create(CertificateDefinition definition, string folder) => Made.Add(folder);
}
