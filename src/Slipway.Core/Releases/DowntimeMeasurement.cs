namespace Slipway.Core.Releases;

/// <summary>How long a service was down when its container was last replaced.</summary>
/// <param name="Seconds">The seconds.</param>
/// <param name="AtUtc">When.</param>
public sealed record DowntimeMeasurement(double Seconds, DateTimeOffset AtUtc);
