using System.Net;

namespace Slipway.Core.Edge;

/// <summary>An address of somebody who asks the edge.</summary>
public static class ClientAddress
{
    /// <summary>
    /// The address as Caddy writes it, so that the two can be compared as texts; null where the text is no single address of IPv4 or IPv6.
    /// </summary>
    public static string? Parse(string text)
    {
        // .NET takes "1" and "0x7f.1" for addresses too, and a zone, which no visitor from elsewhere has.
        if (!IPAddress.TryParse(text, out var address) || text.AsSpan().IndexOfAny('%', '[', '/') >= 0) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return text.Contains(':', StringComparison.Ordinal) || address.ToString() == text ? address.ToString() : null;
    }
}
