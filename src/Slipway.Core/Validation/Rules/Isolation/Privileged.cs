using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Services with rights over the host.</summary>
public sealed class Privileged : Rule
{
    private static readonly ImmutableHashSet<string> Powerful =
    [
        "ALL",
        "SYS_ADMIN",
        "SYS_MODULE",
        "SYS_PTRACE",
        "SYS_RAWIO",
        "DAC_READ_SEARCH",
        "BPF",
    ];

    /// <inheritdoc />
    public override string Id => "isolation/privileged";

    /// <inheritdoc />
    public override string Reason =>
        "A container with rights over the host can leave its walls, and read the other environment's memory and disks.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from found in InEachService(facts, (environment, service) =>
            What(service) is { } key ? environment.PlaceOf("services", service.Name, key) : null
        )
        let hasCapability = found.Place.Path.EndsWith("cap_add", StringComparison.Ordinal)
        select Found(
            found.Place,
            $"{found.Services} {(hasCapability ? "has a capability that opens the host" : "is privileged")}",
            "remove it, and add with cap_add only what the service cannot do without",
            found.Environments);

    private static string? What(ComposeService service) =>
        (bool?)service.Json["privileged"] == true ? "privileged"
        : (service.Json["cap_add"] as JsonArray ?? []).Any(capability => Powerful.Contains(Short((string?)capability ?? ""))) ? "cap_add"
        : null;

    private static string Short(string capability) =>
        capability.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase)
            ? capability[4..].ToUpperInvariant()
            : capability.ToUpperInvariant();
}
