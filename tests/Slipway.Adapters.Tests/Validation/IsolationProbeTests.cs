using System.Text.RegularExpressions;
using Slipway.Adapters.Processes;
using Slipway.Adapters.Tests.Docker;
using Slipway.Core.Commands;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Core.Validation.Live;
using Slipway.Engine.Isolation;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>Two environments of a stack on the real engine, with projects and networks of the test's own.</summary>
public sealed partial class IsolationProbeTests : IAsyncLifetime, IDisposable
{
    private const string Label = "slipway.test=isolation";

    private static readonly CommandRunner Runner = new("test");

    private readonly Place place = new();
    private readonly string stack = $"slipway-isolation-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly HashSet<string> projects = [];

    public async Task InitializeAsync()
    {
        // Containers of these tests end by themselves; those of a run that was killed are of no use to anybody.
        await Runner.RunAsync(Command.Of("docker", "container", "prune", "--force", "--filter", $"label={Label}", "--filter", "until=10m"));
        await Runner.RunAsync(Command.Of("docker", "network", "prune", "--force", "--filter", $"label={Label}", "--filter", "until=10m"));
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(projects.Select(project => Runner.RunAsync(Command.Of("docker", "compose", "--project-name", project, "--file", place[project], "down", "--timeout", "1"))));
        await Runner.RunAsync(Command.Of("docker", "network", "rm", "--force", $"{stack}-common", $"{stack}-edge"));
    }

    public void Dispose() => place.Dispose();

    [DockerFact]
    public async Task Environments_with_a_common_alias_reach_each_other_until_each_has_a_network_of_its_own()
    {
        await MakeNetworkAsync("common");
        await Task.WhenAll(UpAsync("prod", "api", "common"), UpAsync("dev", "api", "common"));

        // While dev's own api is down, as when it is replaced, dev's worker gets its answers from production.
        await WaitForAsync("dev", "api", "prod");
        await Container.DockerAsync(["stop", "-t", "1", $"{stack}-dev-api"]);
        Assert.Equal("prod", (await AskAsync("dev", "api")).Output);
        await Container.DockerAsync(["start", $"{stack}-dev-api"]);
        await WaitForAsync("prod", "api", "dev");

        Assert.Equal(
            [
                """
                error isolation/live-reach STACK-common/STACK-prod-api: dev reaches STACK-prod-api of prod on network STACK-common: 'api', 'STACK-prod-api' lead to it, and it answers at ADDRESS:8080
                take api of prod, or what is on it of dev, off STACK-common; or, where both have to be on it, declare it in stack.yaml:
                isolation:
                  shared:
                    - network: STACK-common
                      reason: ...
                of dev, prod; shares network STACK-common
                """,
                """
                error isolation/live-reach STACK-common/STACK-prod-worker: dev reaches STACK-prod-worker of prod on network STACK-common: 'STACK-prod-worker', 'worker' lead to it
                take worker of prod, or what is on it of dev, off STACK-common; or, where both have to be on it, declare it in stack.yaml:
                isolation:
                  shared:
                    - network: STACK-common
                      reason: ...
                of dev, prod; shares network STACK-common
                """,
                """
                error isolation/live-reach STACK-common/STACK-dev-api: prod reaches STACK-dev-api of dev on network STACK-common: 'api', 'STACK-dev-api' lead to it, and it answers at ADDRESS:8080
                take api of dev, or what is on it of prod, off STACK-common; or, where both have to be on it, declare it in stack.yaml:
                isolation:
                  shared:
                    - network: STACK-common
                      reason: ...
                of prod, dev; shares network STACK-common
                """,
                """
                error isolation/live-reach STACK-common/STACK-dev-worker: prod reaches STACK-dev-worker of dev on network STACK-common: 'STACK-dev-worker', 'worker' lead to it
                take worker of dev, or what is on it of prod, off STACK-common; or, where both have to be on it, declare it in stack.yaml:
                isolation:
                  shared:
                    - network: STACK-common
                      reason: ...
                of prod, dev; shares network STACK-common
                """,
            ],
            Texts(await ProveAsync("isolation: {probeImage: 'caddy:2'}")));

        // The fix.
        await UpAsync("dev", "api", "default");
        await WaitForAsync("dev", "api", "dev");
        var address = (await Container.DockerAsync(["inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", $"{stack}-prod-api"])).Trim();

        Assert.Equal((false, ""), await ReachAsync($"{stack}-prod-api"));
        Assert.Equal((false, ""), await ReachAsync(address));
        await Container.DockerAsync(["stop", "-t", "1", $"{stack}-dev-api"]);
        Assert.Equal((false, ""), await ReachAsync("api"));
        await Container.DockerAsync(["start", $"{stack}-dev-api"]);
        var proven = await ProveAsync("isolation: {probeImage: 'caddy:2'}");
        Assert.Equal([], Texts(proven));
        Assert.Empty(proven.Verdict.Declared);

        async Task<(bool, string)> ReachAsync(string name)
        {
            var result = await AskAsync("dev", name);
            return (result.Succeeded, result.Output);
        }
    }

    [DockerFact]
    public async Task Behind_one_edge_only_what_lies_in_its_nature_is_reached_and_the_probe_leaves_nothing_behind()
    {
        await MakeNetworkAsync("edge");
        await Task.WhenAll(UpAsync("prod", "shop", "edge"), UpAsync("dev", "trial", "edge"), UpAsync("edge", "caddy", "edge", "127.0.0.1::8080"));
        await WaitForAsync("dev", "shop", "prod");

        var proven = await ProveAsync("defaults: {routes: [{domain: shop.localhost, service: caddy, port: 8080}]}");

        // The workers have one name in both environments.
        Assert.Equal(
            [
                "dev reaches STACK-prod-worker of prod on network STACK-edge: 'worker' leads to it",
                "prod reaches STACK-dev-worker of dev on network STACK-edge: 'worker' leads to it",
            ],
            proven.Verdict.Findings.Select(finding => Anonymous(finding.Message)));
        Assert.Equal(
            [
                "prod reaches STACK-dev-trial of dev on network STACK-edge: 'STACK-dev-trial', 'trial' lead to it, and it answers at ADDRESS:8080",
                "dev reaches STACK-prod-shop of prod on network STACK-edge: 'shop', 'STACK-prod-shop' lead to it, and it answers at ADDRESS:8080",
            ],
            proven.Verdict.Declared.Select(declared => Anonymous(declared.Finding.Message)));
        Assert.Equal("", await Container.DockerAsync(["ps", "--all", "--quiet", "--filter", $"name={stack}-.*-verify-isolation"]));
    }

    [DockerFact]
    public async Task An_image_that_is_not_there_is_told()
    {
        await UpAsync("dev", "api", "default");
        await UpAsync("prod", "api", "default");

        var error = await Assert.ThrowsAsync<Core.Problems.SlipwayException>(() => ProveAsync("isolation: {probeImage: 'slipway-has-no:such'}"));

        Assert.Contains("could not be probed: the container ended with exit code 125", error.Failure.What, StringComparison.Ordinal);
        Assert.Equal("", await Container.DockerAsync(["ps", "--all", "--quiet", "--filter", $"name={stack}-.*-verify-isolation"]));
    }

    private static IEnumerable<string> Of(Verdict verdict) => verdict.Findings.Select(finding =>
        $"{finding}\n{finding.Fix}\nof {string.Join(", ", finding.Environments)}; shares {finding.Shared?.ToString() ?? "nothing"}");

    private IEnumerable<string> Texts(LiveVerdict proven) => Of(proven.Verdict).Select(Anonymous);

    private string Anonymous(string text) => Address().Replace(text.Replace(stack, "STACK", StringComparison.Ordinal), "ADDRESS");

    private Task<LiveVerdict> ProveAsync(string more)
    {
        var definition = StackParser.Parse($$"""
            stack: shop
            edge: {project: {{stack}}-edge, compose: [edge.yml], service: caddy, network: {{stack}}-edge, httpPort: 80, httpsPort: 443}
            {{more}}
            environments:
              prod: {project: {{stack}}-prod, compose: [prod.yml], url: "https://shop.localhost"}
              dev: {project: {{stack}}-dev, compose: [dev.yml], url: "https://dev.shop.localhost"}
            """, "stack.yaml");
        Assert.Equal([], definition.Problems);
        var host = LocalHost.Create(new SilentReport(), new NobodyToAsk(), new StopRequest());
        return new IsolationProbe(host, new StackLocation(place["stack.yaml"], "stack.yaml", place["state"])).ProveAsync(definition.Definition!, CancellationToken.None);
    }

    private Task<string> MakeNetworkAsync(string name) => Container.DockerAsync(["network", "create", "--label", Label, $"{stack}-{name}"]);

    /// <summary>A service that answers with its environment's name, and a worker, on one network.</summary>
    private async Task UpAsync(string environment, string service, string network, string? port = null)
    {
        var project = $"{stack}-{environment}";
        projects.Add(project);
        place.Write(project, $$"""
            services:
              {{service}}:
                image: caddy:2
                pull_policy: never
                container_name: {{project}}-{{service}}
                init: true
                command: [timeout, "300", caddy, respond, --listen, ":8080", --body, {{environment}}]
                expose: ["8080"]
                ports: [{{(port is null ? "" : $"'{port}'")}}]
                networks: [used]
                labels: [{{Label}}]
              worker:
                image: caddy:2
                pull_policy: never
                container_name: {{project}}-worker
                init: true
                command: [sleep, "300"]
                networks: [used]
                labels: [{{Label}}]
            networks:
              used: {{(network == "default" ? $"{{labels: [{Label}]}}" : $"{{external: true, name: {stack}-{network}}}")}}
            """);
        await Container.DockerAsync(["compose", "--project-name", project, "--file", place[project], "up", "--detach", "--timeout", "1"]);
    }

    private Task<CommandResult> AskAsync(string environment, string name) =>
        Runner.RunAsync(Command.Of("docker", "exec", $"{stack}-{environment}-worker", "timeout", "2", "wget", "-q", "-O", "-", $"http://{name}:8080"));

    /// <summary>Waits until a service answers to another environment's worker by its container's name.</summary>
    private async Task WaitForAsync(string worker, string service, string environment)
    {
        for (var tries = 0; (await AskAsync(worker, $"{stack}-{environment}-{service}")).Output != environment; tries++)
        {
            Assert.True(tries < 100, $"{service} of {environment} does not answer.");
            await Task.Delay(100);
        }
    }

    [GeneratedRegex(@"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+")]
    private static partial Regex Address();
}
