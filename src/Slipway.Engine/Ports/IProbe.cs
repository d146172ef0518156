using Slipway.Core.Health;
using Slipway.Core.Secrets;

namespace Slipway.Engine.Ports;

/// <summary>Asks an address through the edge on this host, as a browser would, without asking DNS.</summary>
public interface IProbe
{
    /// <summary>One request, at most ten seconds. A failure to connect is a result, not an exception.</summary>
    /// <param name="probe">What to ask.</param>
    /// <param name="user">The user for basic auth, or null.</param>
    /// <param name="password">The password, or null.</param>
    /// <param name="cancellation">Ends the request.</param>
    Task<ProbeResult> AskAsync(Probe probe, string? user, Secret? password, CancellationToken cancellation);

    /// <summary>The same, let through where the environment is under maintenance.</summary>
    /// <param name="pass">Reads what lets it through, anew for each request; null where there is no such thing.</param>
    IProbe WithPass(Func<string?> pass);
}
