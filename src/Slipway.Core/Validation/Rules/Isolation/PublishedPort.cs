using System.Globalization;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>
/// Ports of the host that more than one environment, or an environment and the edge, publish. What else holds a port on the host is for the
/// host's own rule.
/// </summary>
public sealed class PublishedPort : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/published-port";

    /// <inheritdoc />
    public override string Reason =>
        "One container only can have a port of the host: the second one does not start, "
        + "and who asks the port reaches whichever came first.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            foreach (var service in other.Services)
            {
                foreach (var port in service.Ports)
                {
                    if (Ports(one).FirstOrDefault(theirs => theirs.Port.CollidesWith(port)) is not { Service: { } holder }) continue;
                    var isRouted = other.Definition.Routes.Any(route => route.Services.Contains(service.Name));
                    yield return Found(
                        other.OriginOf(service, port),
                        $"{service.Name} of {other.Name} publishes port {port.Published} of the host, and so does {holder.Name} of "
                        + $"{one.Name}",
                        $"give {other.Name} a port of its own"
                        + (isRouted ? $", or publish none: the edge reaches {service.Name} without" : ""),
                        one.Name,
                        other.Name);
                }
            }
        }

        foreach (var environment in facts.Environments)
        {
            foreach (
                var (service, port) in Ports(environment)
                    .Where(published => facts.EdgePorts(environment).Any(edge => edge.CollidesWith(published.Port)))
            )
            {
                yield return Found(
                    environment.OriginOf(service, port),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{service.Name} of {environment.Name} publishes port {port.Published} of the host, which is the edge's"
                    ),
                    "give it another port, or let the edge have the requests: a route in stack.yaml",
                    environment.Name);
            }
        }
    }

    private static IEnumerable<(ComposeService Service, ComposePort Port)> Ports(EnvironmentFacts environment) =>
        environment.Services.SelectMany(service => service.Ports.Select(port => (service, port)));
}
