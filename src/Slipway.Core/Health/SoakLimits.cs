using System.Globalization;
using Slipway.Core.Text;

namespace Slipway.Core.Health;

/// <summary>What a release that is watched may not exceed.</summary>
/// <param name="MaxErrorPercent">The share of failed requests, in percent.</param>
/// <param name="MaxLatency">The time within which 99 of 100 answers begin.</param>
public sealed record SoakLimits(int MaxErrorPercent, TimeSpan MaxLatency)
{
    /// <summary>Fewer failed requests than this are no sign of a bad release.</summary>
    public const int FewestErrors = 3;

    /// <summary>Of fewer answers than this the slowest says nothing about the rest.</summary>
    public const int FewestTimed = 20;

    /// <summary>For a plan.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"at most {MaxErrorPercent} % errors, and P95 of the time to first byte within {Duration.Milliseconds(MaxLatency)},"
        );
}
