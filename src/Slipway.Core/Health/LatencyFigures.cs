namespace Slipway.Core.Health;

/// <summary>How long good answers took, from the request to the end of the answer.</summary>
/// <param name="P50Ms">Half of them took no longer, in milliseconds.</param>
/// <param name="P99Ms">99 of 100 took no longer, in milliseconds.</param>
public sealed record LatencyFigures(double P50Ms, double P99Ms)
{
    /// <summary>The figures of some times; null of none. Each is one of the times: the smallest that as many are not above.</summary>
    /// <param name="milliseconds">The times, in any order.</param>
    public static LatencyFigures? Of(IReadOnlyCollection<float> milliseconds)
    {
        if (milliseconds.Count == 0) return null;
        var sorted = milliseconds.Order().ToArray();
        return new LatencyFigures(At(50), At(99));

        double At(int percent) => Math.Round(sorted[((sorted.Length * percent) + 99) / 100 - 1], 1);
    }
}
