using Slipway.Core.Planning;

namespace Slipway.Engine.Ports;

/// <summary>Asks an address through the edge on this host, as a browser would, without asking DNS.</summary>
public interface IProbe
{
    /// <summary>One request, at most ten seconds. A failure to connect is a result, not an exception.</summary>
    /// <param name="probe">What to ask.</param>
    /// <param name="user">The user for basic auth, or null.</param>
    /// <param name="password">The password, or null.</param>
    /// <param name="cancellation">Ends the request.</param>
    Task<ProbeResult> AskAsync(Probe probe, string? user, string? password, CancellationToken cancellation);

    /// <summary>The same, let through where the environment is under maintenance.</summary>
    /// <param name="pass">Reads what lets it through, anew for each request; null where there is no such thing.</param>
    IProbe WithPass(Func<string?> pass);
}

/// <summary>What came back.</summary>
/// <param name="Status">The HTTP status, or null where there was no answer.</param>
/// <param name="Detail">The error, or the first line of the body of an answer that is no success.</param>
public sealed record ProbeResult(int? Status, string Detail)
{
    /// <summary>Whether the answer was 200.</summary>
    public bool IsWell => Status == 200;
}
