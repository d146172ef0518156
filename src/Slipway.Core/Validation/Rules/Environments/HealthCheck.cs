namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Routed services of production that nobody can tell to be healthy.</summary>
public sealed class HealthCheck : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/health-check";

    /// <inheritdoc />
    public override string Reason =>
        "Without a health check a deployment takes a container that has started for one that answers, and sends visitors to it.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        if (facts.Production is not { } production) return [];
        return from name in production.Definition.Routes.SelectMany(route => route.Services).Distinct()
            where production.Find(name) is { } service && !service.HasHealthCheck
            select Found(
                production.PlaceOf("services", name, "healthcheck"),
                $"{name} of {production.Name} is routed and has no health check",
                $"services:\n  {name}:\n    healthcheck:\n      test: [CMD, ...]\n      interval: 15s\n      timeout: 5s\n      retries: "
                + "3\n      start_period: 60s",
                production.Name
            );
    }
}
