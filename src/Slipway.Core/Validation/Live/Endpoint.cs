using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Slipway.Core.Validation.Live;

/// <summary>Where to connect to by TCP.</summary>
/// <param name="Host">An address, or a name.</param>
/// <param name="Port">The port.</param>
public sealed record Endpoint(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Endpoint? endpoint)
    {
        endpoint = text.Split(':') is [var host, var number] && (ReachList.IsName(host) || ReachList.IsAddress(host))
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? new Endpoint(host, port)
            : null;
        return endpoint is not null;
    }

    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
