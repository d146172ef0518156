using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Stack;
using Slipway.Core.Validation.Live;

namespace Slipway.Core.Tests.Validation.Live;

/// <summary>A shop that runs twice: an api on the edge's network and a database behind it in each environment.</summary>
internal static class LiveExample
{
    /// <summary>What runs.</summary>
    /// <param name="isolation">More lines of the definition.</param>
    /// <param name="devNetwork">A network that dev's database is on besides its own.</param>
    public static LiveFacts Facts(string isolation = "", string? devNetwork = null)
    {
        var stack = StackParser.Parse($$"""
            stack: shop
            edge: {project: edge, compose: [edge.yml], service: caddy, network: edge_net, httpPort: 80, httpsPort: 443}
            {{isolation}}
            defaults:
              routes:
                - {domain: shop.localhost, service: api, port: 8080}
              database: {service: db, name: shop, user: owner}
            environments:
              prod: {project: shop-prod, compose: [prod.yml], url: "https://shop.localhost"}
              dev: {project: shop-dev, compose: [dev.yml], url: "https://dev.shop.localhost"}
            """, "stack.yaml");
        Assert.Equal([], stack.Problems);
        return new LiveFacts
        {
            Definition = stack.Definition!,
            Environments =
            [
                .. stack.Definition!.Environments.Select(environment => environment.Name == Named.Prod
                    ? Environment(environment, "10.1", "10.9.0.11", null)
                    : Environment(environment, "10.2", "10.9.0.12", devNetwork)),
            ],
            Edge = [Container("edge-caddy", "caddy", Network("edge_net", "10.9.0.2", "caddy", "edge-caddy")) with { Ports = [80, 443, 2019], PublishedPorts = [80, 443] }],
        };
    }

    public static ObservedContainer Container(string name, string service, params ContainerNetwork[] networks) =>
        new() { Name = name, Id = name, Service = service, State = "running", Networks = [.. networks] };

    public static ContainerNetwork Network(string name, string address, params string[] names) =>
        new(name, names.ToImmutableSortedSet(StringComparer.Ordinal), [address]);

    /// <summary>The list of one environment, and answers: nothing but what has to answer, and what is given.</summary>
    public static (ReachList List, ReachAnswers Answers) Probe(this LiveFacts facts, string environment, params string[] lines)
    {
        var list = facts.ReachFrom(facts.Environments.Single(candidate => candidate.Name == EnvironmentName.Parse(environment)));
        var output = list.Names.Select(name => $"name {name}")
            .Concat(list.Endpoints.Select(endpoint => $"shut {endpoint.Host} {endpoint.Port}"))
            .Concat(list.Needed.SelectMany(needed => needed.Endpoints).Select(endpoint => $"open {endpoint.Host} {endpoint.Port}"))
            .Concat(lines);
        return (list, ReachAnswers.Parse(string.Join('\n', output), list)!);
    }

    private static LiveEnvironment Environment(EnvironmentDefinition definition, string subnet, string edge, string? more)
    {
        var project = definition.Compose.Project;
        return new LiveEnvironment(definition,
        [
            Container($"{project}-api", "api", Network("edge_net", edge, "api", $"{project}-api"), Network($"{project}_default", $"{subnet}.0.2", "api", $"{project}-api")),
            Container($"{project}-db", "db", [Network($"{project}_default", $"{subnet}.0.3", "db", $"{project}-db"), .. more is null ? ImmutableArray<ContainerNetwork>.Empty : [Network(more, $"{subnet}.9.3", "db")]]) with { Ports = [5432] },
        ]);
    }
}
