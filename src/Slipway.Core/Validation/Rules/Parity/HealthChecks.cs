using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Parity;

/// <summary>Services and routes whose health is asked for otherwise than production's.</summary>
public sealed partial class HealthChecks : Rule
{
    /// <inheritdoc />
    public override string Id => "parity/health-check";

    /// <inheritdoc />
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc />
    public override string Reason => "A release that was healthy in development says nothing of production when it was asked something "
        + "else.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        if (facts.Production is not { } production) yield break;
        foreach (var environment in facts.BesidesProduction)
        {
            foreach (var service in environment.Services)
            {
                if (production.Find(service.Name) is not { } model || Agree(production, model, environment, service)) continue;
                var (place, modelPlace) = (environment.PlaceOf(PathOf(service)), production.PlaceOf(PathOf(service)));
                yield return Found(
                    place,
                    service.HasHealthCheck != model.HasHealthCheck
                            ? $"{service.Name} has {(service.HasHealthCheck ? "a" : "no")} health check in {environment.Name}, "
                                + $"and {(service.HasHealthCheck ? "none" : "one")} in {production.Name}"
                        : place == modelPlace
                            ? $"the health check of {service.Name} asks for {Listed(Endpoints(service))} in {environment.Name}, and for "
                                + $"{Listed(Endpoints(model))} in {production.Name}"
                        : $"the health check of {service.Name} in {environment.Name} is another one than in {production.Name}",
                    place == modelPlace
                        ? $"ask for {Listed(Endpoints(model))} in both"
                        : $"write it once, in the Compose file that both have, as {modelPlace} has it",
                    environment.Name
                );
            }

            for (var index = 0; index < environment.Definition.Routes.Length; index++)
            {
                var route = environment.Definition.Routes[index];
                if (
                    production.Definition.Routes.FirstOrDefault(candidate =>
                        candidate.Path == route.Path && candidate.Services.SequenceEqual(route.Services)
                    )
                        is not { } model
                    || model.Health == route.Health
                )
                    continue;
                yield return Found(
                    facts.PlaceOf("environments", environment.Name.ToString(), "routes", $"[{index}]", "health"),
                    $"the route {route.Path} to {Listed(route.Services)} is asked for {route.Health ?? "nothing"} in {environment.Name}, "
                    + $"and for {model.Health ?? "nothing"} in {production.Name}",
                    model.Health is { } health ? $"health: {health}" : "remove the route's health",
                    environment.Name);
            }
        }
    }

    private static bool Agree(EnvironmentFacts production, ComposeService model, EnvironmentFacts environment, ComposeService service)
    {
        if (service.HasHealthCheck != model.HasHealthCheck) return false;
        if (!service.HasHealthCheck) return true;
        var (own, theirs) = (service.Json["healthcheck"]?["test"], model.Json["healthcheck"]?["test"]);
        if (JsonNode.DeepEquals(own, theirs)) return true;

        // Written once, it names each environment's own users and hosts; what it asks for has to be the same all the same.
        return environment.PlaceOf(PathOf(service)) == production.PlaceOf(PathOf(model))
            && Endpoints(service).SequenceEqual(Endpoints(model));
    }

    private static ImmutableArray<string> PathOf(ComposeService service) => ["services", service.Name, "healthcheck", "test"];

    private static IEnumerable<string> Endpoints(ComposeService service) =>
        Address()
            .Matches(service.Json["healthcheck"]?["test"]?.ToString() ?? "")
            .Select(match => match.Groups["path"].Value is { Length: > 0 } path ? path : "/");

    [GeneratedRegex("https?://[^/\\s\"']+(?<path>[^\\s\"'?#]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
