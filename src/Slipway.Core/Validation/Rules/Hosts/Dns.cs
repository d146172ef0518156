using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>Every public domain leads to this host.</summary>
public sealed class Dns : HostRule
{
    /// <inheritdoc />
    public override string Id => "host/dns";

    /// <inheritdoc />
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc />
    public override int Position => 8;

    /// <inheritdoc />
    public override string Reason =>
        "A name that leads elsewhere shows visitors something else, and the authority "
        + "that signs certificates does not find the edge by it.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts) =>
        facts.Host.Domains.Select(domain =>
            Look(domain, facts.Host.Addresses) with
            {
                Place = Origins.OfDomain(facts, domain.Environment, domain.Name),
                Environments = [domain.Environment],
            }
        );

    private static HostCheck Look(DomainFacts domain, ImmutableSortedSet<string> own)
    {
        var name = $"DNS of {domain.Name}";
        if (domain.Addresses is not { } addresses) return new HostCheck(name, CheckStatus.Unknown, "no answer");
        if (own.IsEmpty) return new HostCheck(name, CheckStatus.Unknown, "the host's own addresses are not known");
        if (addresses.FirstOrDefault(own.Contains) is { } here) return new HostCheck(name, CheckStatus.Pass, $"{here}, this host");

        var publicOnes = own.Where(IsPublic).ToImmutableArray();
        var target = publicOnes.FirstOrDefault(address => address.Contains('.', StringComparison.Ordinal)) ?? publicOnes.FirstOrDefault();
        var fix = target is null
            ? $"make {domain.Name} resolve to the public address that forwards the edge's ports to this host"
            : $"{domain.Name}. 300 IN {(target.Contains(':', StringComparison.Ordinal) ? "AAAA" : "A")} {target}";
        if (addresses.IsEmpty)
            return new HostCheck(name, CheckStatus.Warn, "there is no such name") { Fix = fix };
        if (addresses.All(address => IPAddress.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed)))
            return new HostCheck(name, CheckStatus.Unknown, $"here it is {addresses[0]}, which says nothing of what others see");

        var elsewhere = $"it resolves to {string.Join(", ", addresses)}, which is not this host";
        return new HostCheck(
            name,
            CheckStatus.Warn,
            target is null
                ? $"{elsewhere}, unless this host is behind NAT, as its addresses are private ({string.Join(", ", own)})"
                : elsewhere
        )
        {
            Fix = fix,
        };
    }

    // Private and carrier-grade ranges of IPv4; of IPv6, what is handed out globally (2000::/3).
    private static bool IsPublic(string text)
    {
        if (!IPAddress.TryParse(text, out var address)) return false;
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? bytes[0] >> 5 == 1
            : !(
                bytes[0] is 10 or 127
                || (bytes[0], bytes[1]) is (192, 168) or (169, 254)
                || (bytes[0] == 172 && bytes[1] >> 4 == 1)
                || (bytes[0] == 100 && bytes[1] >> 6 == 1)
            );
    }
}
