using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>How long a service is predicted to be down.</summary>
/// <param name="Seconds">The seconds.</param>
/// <param name="MeasuredIn">The environment in which its last replacement took that long; null for an assumption, or where nothing has to
/// be predicted.</param>
public sealed record DowntimeForecast(double Seconds, EnvironmentName? MeasuredIn)
{
    /// <summary>It is not down at all.</summary>
    public static DowntimeForecast None { get; } = new(0, null);

    /// <summary>
    /// Where no replacement has been measured yet: stop, start and the first good health check. With the showcase that takes 2
    /// to 4 s.
    /// </summary>
    public static DowntimeForecast Assumed { get; } = new(4, null);
}
