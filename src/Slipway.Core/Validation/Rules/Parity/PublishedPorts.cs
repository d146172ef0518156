using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Parity;

/// <summary>Ports of containers that only one of production and another environment publishes.</summary>
public sealed class PublishedPorts : Rule
{
    /// <inheritdoc />
    public override string Id => "parity/published-ports";

    /// <inheritdoc />
    public override string Reason => "A port that only one environment publishes is a way in that nobody tries, or one that was left open.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        if (facts.Production is not { } production) yield break;
        foreach (var environment in facts.BesidesProduction)
        {
            foreach (var service in environment.Services)
            {
                if (production.Find(service.Name) is not { } model) continue;
                foreach (var port in Missing(model, service))
                {
                    yield return Found(
                        environment.PlaceOf("services", service.Name, "ports"),
                        $"{service.Name} of {environment.Name} does not publish its port {port.Target}/{port.Protocol}, and "
                        + $"that of {production.Name} does",
                        $"services:\n  {service.Name}:\n    ports: [\"<port of the "
                        + $"host>:{port.Target}{(port.Protocol == "tcp" ? "" : $"/{port.Protocol}")}\"]",
                        environment.Name);
                }

                foreach (var port in Missing(service, model))
                {
                    var place = environment.Sources.AtTarget(service.Name, "ports", $"{port.Target}", environment.Env.File.Values).Place;
                    yield return Found(
                        place,
                        $"{service.Name} of {environment.Name} publishes its port {port.Target}/{port.Protocol}, and "
                        + $"that of {production.Name} does not",
                        $"remove the port, or say in stack.yaml why it is published:\naccepted:\n  - rule: {Id}\n    at: {place.Path}\n   "
                        + " reason: ...",
                        environment.Name);
                }
            }
        }
    }

    private static IEnumerable<ComposePort> Missing(ComposeService model, ComposeService service) =>
        model.Ports.ExceptBy(service.Ports.Select(port => (port.Target, port.Protocol)), port => (port.Target, port.Protocol));
}
