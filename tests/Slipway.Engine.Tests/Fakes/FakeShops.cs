using System.Text.Json.Nodes;
using Slipway.Core.Stack;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>A shop that runs twice behind one edge, as Docker would tell of it.</summary>
internal sealed class FakeShops
{
    private readonly FakeHost fake;

    public FakeShops(FakeHost fake)
    {
        this.fake = fake;
        Run("shop-prod", Container("shop-prod-api", "api", ("edge_net", "10.9.0.11"), ("shop-prod_default", "10.1.0.2")));
        Run("shop-dev", Container("shop-dev-api", "api", ("edge_net", "10.9.0.12"), ("shop-dev_default", "10.2.0.2")));
        Run("shop-edge", Container("shop-edge-caddy", "caddy", ("edge_net", "10.9.0.2")));
        Answer(_ => false);
    }

    public static StackDefinition Stack { get; } = StackParser.Parse("""
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: edge_net, httpPort: 80, httpsPort: 443}
        environments:
          prod: {project: shop-prod, compose: [prod.yml], envFile: prod.env, url: "https://shop.test", routes: [{domain: shop.test, service: api, port: "${API_PORT}"}]}
          dev: {project: shop-dev, compose: [dev.yml], url: "https://dev.shop.test", routes: [{domain: dev.shop.test, service: api, port: 8080}]}
        """, "stack.yaml").Definition!;

    /// <summary>The containers of a project.</summary>
    public void Run(string project, params JsonObject[] containers)
    {
        fake.Commands.On($"project={project}", string.Concat(containers.Select(container => $"{container["Id"]}\n")));
        if (containers.Length > 0) fake.Commands.On($"inspect {containers[0]["Id"]}", new JsonArray([.. containers]).ToJsonString());
    }

    /// <summary>Probes that find no name, and reach what has to be reached and what a test says.</summary>
    public void Answer(Func<string, bool> isOpen) => fake.Commands.On("docker run", () => new(0, string.Concat(Questions(fake.Commands.Inputs[^1]).Select(words => words switch
    {
        ["name", var name, ..] => $"name {name}\n",
        [_, var host, var port, var tries, ..] => $"{(tries == "3" || isOpen($"{host}:{port}") ? "open" : "shut")} {host} {port}\n",
        _ => "",
    })) + "done\n", ""));

    /// <summary>The questions of a script.</summary>
    public static IEnumerable<string[]> Questions(string script) =>
        script.Split('\n').Where(line => line.EndsWith('&')).Select(line => line.Split(' '));

    private static JsonObject Container(string name, string service, params (string Network, string Address)[] networks) => new()
    {
        ["Id"] = $"id-of-{name}",
        ["Name"] = $"/{name}",
        ["Image"] = $"image-of-{service}",
        ["State"] = new JsonObject { ["Status"] = "running" },
        ["Config"] = new JsonObject { ["Labels"] = new JsonObject { ["com.docker.compose.service"] = service } },
        ["NetworkSettings"] = new JsonObject
        {
            ["Ports"] = service == "caddy" ? new JsonObject { ["443/tcp"] = new JsonArray(new JsonObject()) } : new JsonObject(),
            ["Networks"] = new JsonObject(networks.Select(network => KeyValuePair.Create(
                network.Network, (JsonNode?)new JsonObject { ["IPAddress"] = network.Address, ["DNSNames"] = new JsonArray(name, service) }))),
        },
    };
}
