using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Core.Compose;

/// <summary>A published port.</summary>
/// <param name="Address">The host's address that it is bound to; empty for all.</param>
/// <param name="Published">The host's port; null where Docker chooses one.</param>
/// <param name="Target">The container's port.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record ComposePort(string Address, int? Published, int Target, string Protocol)
{
    /// <summary>Whether it is bound to all addresses of the host.</summary>
    public bool IsOnAllAddresses => Address is "" or "0.0.0.0" or "::" or "[::]";

    /// <summary>Whether two ports cannot both be published.</summary>
    public bool CollidesWith(ComposePort other) =>
        Published is not null
        && Published == other.Published
        && Protocol == other.Protocol
        && (IsOnAllAddresses || other.IsOnAllAddresses || Address == other.Address);

    // Compose splits a range of ports itself, but leaves one that is a choice, such as 8000-8010:80, as it is.
    internal static ComposePort? Read(JsonObject port) => Number(port["target"]) is { } target
        ? new ComposePort((string?)port["host_ip"] ?? "", Number(port["published"]), target, (string?)port["protocol"] ?? "tcp")
        : null;

    private static int? Number(JsonNode? node) =>
        int.TryParse(node?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
