using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Services of production that stay down.</summary>
public sealed class RestartPolicy : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/restart-policy";

    /// <inheritdoc />
    public override string Reason =>
        "Without a restart policy a service of production stays down after a crash, and all of them do after a restart of the host.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from environment in facts.Productive
        from service in environment.Services
        where service.Restart is "no" or "none" && !RunsOnce(service, environment)
        select Found(
            environment.PlaceOf("services", service.Name, "restart"),
            $"{service.Name} of {environment.Name} has no restart policy, so it stays down after a crash or a restart of the host",
            $"services:\n  {service.Name}:\n    restart: unless-stopped",
            facts.EnvironmentsOf([environment]));

    private static bool RunsOnce(ComposeService service, EnvironmentFacts environment) =>
        environment.Services.Any(other =>
            (string?)other.Json["depends_on"]?[service.Name]?["condition"] == "service_completed_successfully"
        );
}
