using Slipway.Core.Planning.Actions;
using Slipway.Engine.Runs;

namespace Slipway.Engine.Certificates;

/// <summary>Makes an authority, a server and client certificates in their folder.</summary>
public sealed class CreateCertificatesHandler : ActionHandler<CreateCertificates>
{
    /// <inheritdoc />
    protected override Task<StepEvidence> RunAsync(CreateCertificates action, StepContext step)
    {
        step.Host.Certificates.Create(action.Certificates, action.Folder);
        return Task.FromResult<StepEvidence>("");
    }
}
