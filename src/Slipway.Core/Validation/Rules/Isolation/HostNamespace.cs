namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Services that see the host's network, processes or shared memory as their own.</summary>
public sealed class HostNamespace : Rule
{
    private static readonly string[] Keys = ["network_mode", "pid", "ipc", "uts", "userns_mode"];

    /// <inheritdoc />
    public override string Id => "isolation/host-network";

    /// <inheritdoc />
    public override string Reason =>
        "A service on the host's own network, or among its processes, reaches all that the other environment has there.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from found in InEachService(facts, (environment, service) =>
            Keys.FirstOrDefault(key => (string?)service.Json[key] == "host") is { } key
                ? environment.OriginOf("services", service.Name, key)
                : null
        )
        let isNetwork = found.Place.Path.EndsWith("network_mode", StringComparison.Ordinal)
        select Found(
            found.Place,
            $"{found.Services} {(isNetwork ? "is on the host's own network" : "shares a namespace with the host")}",
            isNetwork
                ? "remove the line, and publish the ports that have to be reached from outside"
                : "remove the line",
            found.Environments
        );
}
