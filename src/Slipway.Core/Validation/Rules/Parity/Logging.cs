using System.Text.Json.Nodes;
using Slipway.Core.Compose;
using Slipway.Core.Json;

namespace Slipway.Core.Validation.Rules.Parity;

/// <summary>Services that log otherwise than production's.</summary>
public sealed class Logging : Rule
{
    /// <inheritdoc />
    public override string Id => "parity/logging";

    /// <inheritdoc />
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc />
    public override string Reason =>
        "Logs without a limit fill the disk that both environments are on, and another driver shows other lines.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        if (facts.Production is not { } production) yield break;
        foreach (var environment in facts.BesidesProduction)
        {
            var found =
                from service in environment.Services
                let model = production.Find(service.Name)
                where model is not null && !JsonNode.DeepEquals(service.Json["logging"], model.Json["logging"])
                let place = environment.PlaceOf("services", service.Name, "logging")
                group service.Name by (place.File, place.Line, Own: Text(service), Model: Text(model)) into same
                select (
                    Place: environment.PlaceOf("services", same.First(), "logging"),
                    Services: Listed(same),
                    First: same.First(),
                    same.Key.Own,
                    same.Key.Model
                );
            foreach (var (place, services, first, own, model) in found)
            {
                yield return Found(
                    place,
                    $"{services} of {environment.Name} logs by {own}, and {production.Name} by {model}",
                    $"services:\n  {first}:\n    logging: {Yaml(production.Find(first)!.Json["logging"])}",
                    environment.Name);
            }
        }
    }

    private static string Text(ComposeService service)
    {
        if (service.Json["logging"] is not JsonObject logging)
            return "Docker's default";
        var options = (logging["options"] as JsonObject ?? [])
            .Select(option => $"{option.Key} {option.Value}")
            .Order(StringComparer.Ordinal);
        return string.Join(", ", options.Prepend((string?)logging["driver"] ?? "Docker's default driver"));
    }

    // JSON is YAML; without any logging of production's, the key has to be reset.
    private static string Yaml(JsonNode? logging) => logging is null ? "!reset null" : YamlJson.Line(logging);
}
