using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Actions;

/// <summary>Makes an authority, a server and client certificates, unless the folder holds them.</summary>
[ActionName("createCertificates")]
public sealed record CreateCertificates(CertificateDefinition Certificates, string Folder) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [$"writes ca, server and {string.Join(", ", Certificates.Clients)} certificates with their keys (mode 0600) to {Folder}"];
}
