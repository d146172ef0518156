namespace Slipway.Engine.Ports;

/// <summary>When a certificate is valid.</summary>
/// <param name="BeginsUtc">From when on; in the future where a clock was ahead when it was made, or is behind now.</param>
/// <param name="EndsUtc">Until when.</param>
public readonly record struct CertificateTimes(DateTimeOffset BeginsUtc, DateTimeOffset EndsUtc);
