using System.Collections.Immutable;
using Slipway.Core.Text;

namespace Slipway.Core.Edge;

/// <summary>What visitors of an environment that is under maintenance get.</summary>
/// <param name="RetryAfter">After how long they are told to come back.</param>
/// <param name="Allowed">The addresses that are let through.</param>
public sealed record MaintenanceState(TimeSpan RetryAfter, ImmutableArray<string> Allowed)
{
    /// <summary>The header of a request that has the pass, which lets Slipway's own questions through.</summary>
    public const string PassHeader = "X-Slipway-Pass";

    /// <summary>What visitors are told where nobody says for how long.</summary>
    public static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromMinutes(2);

    /// <summary>The state in words.</summary>
    public override string ToString() =>
        $"visitors get 503 with Retry-After {Duration.Text(RetryAfter)}"
        + (Allowed.IsEmpty ? "" : $"; let through: {string.Join(", ", Allowed)}");
}
