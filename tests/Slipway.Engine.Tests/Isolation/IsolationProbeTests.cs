using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Validation.Live;
using Slipway.Engine.Isolation;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Isolation;

public class IsolationProbeTests
{
    private const string RunFromDev = "docker run --rm --interactive --name shop-dev-verify-isolation-Rxxxxxxx --label com.docker.compose.project=slipway-isolation --network edge_net --network shop-dev_default "
        + "--read-only --cap-drop ALL --security-opt no-new-privileges --pull never --entrypoint sh image-of-caddy -s";

    private readonly FakeHost fake = new();
    private readonly FakeShops shops;

    public IsolationProbeTests() => shops = new FakeShops(fake);

    [Fact]
    public async Task A_container_in_the_networks_of_each_environment_asks_for_the_others()
    {
        fake.Files.WriteText("/srv/shop/prod.env", "API_PORT=9000\n");

        var proven = await ProveAsync();

        Assert.Equal([RunFromDev, RunFromDev.Replace("shop-dev", "shop-prod", StringComparison.Ordinal)], fake.Commands.Run.Where(line => line.StartsWith("docker run", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["name api", "name api.edge_net", "name shop-prod-api", "name shop-prod-api.edge_net", "connect 10.1.0.2 9000 1", "connect 10.9.0.11 9000 1", "connect 10.9.0.2 443 3"],
            FakeShops.Questions(fake.Commands.Inputs[1]).Select(words => string.Join(' ', words[..^2])));
        Assert.Empty(proven.Verdict.Findings);
        Assert.Equal(14, proven.Questions);
        Assert.DoesNotContain(fake.Commands.Run, line => line.StartsWith("docker rm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_only_the_env_file_would_tell_is_left_out_where_the_file_is_missing()
    {
        await ProveAsync();

        Assert.DoesNotContain("10.1.0.2", fake.Commands.Inputs[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_reached_is_a_finding()
    {
        shops.Answer(endpoint => endpoint == "10.2.0.2:8080");

        var finding = Assert.Single((await ProveAsync()).Verdict.Findings);

        Assert.Equal("error isolation/live-reach shop-dev_default/shop-dev-api: prod reaches shop-dev-api of dev on network shop-dev_default: it answers at 10.2.0.2:8080", finding.ToString());
    }

    [Fact]
    public async Task An_environment_that_does_not_run_is_said_and_not_probed()
    {
        shops.Run("shop-prod");

        var proven = await ProveAsync();

        Assert.Equal([Named.Prod], proven.NotRunning.AsEnumerable());
        Assert.Equal([RunFromDev], fake.Commands.Run.Where(line => line.StartsWith("docker run", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_nothing_runs_nothing_is_started()
    {
        foreach (var project in new[] { "shop-prod", "shop-dev", "shop-edge" }) shops.Run(project);

        var proven = await ProveAsync();

        Assert.Equal((0, "prod, dev"), (proven.Questions, string.Join(", ", proven.NotRunning)));
        Assert.Empty(fake.Commands.Inputs);
    }

    [Fact]
    public async Task The_image_that_the_definition_names_comes_before_the_edges()
    {
        await ProveAsync(FakeShops.Stack with { Isolation = new IsolationDefinition { ProbeImage = "debian:12" } });

        Assert.Equal(2, fake.Commands.Run.Count(line => line.EndsWith("--entrypoint sh debian:12 -s", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_an_edge_and_a_named_image_there_is_no_proof()
    {
        shops.Run("shop-edge");

        Assert.Equal(
            """
            there is no image for the containers that probe the isolation.
              Why:  it is the edge's where stack.yaml names no other, and the edge is not running.
              Do:   start the edge (Up of an environment does), or name an image of this host under isolation/probeImage.
              Now:  nothing was changed, and nothing is proven.
            """,
            await FailAsync());
    }

    [Fact]
    public async Task An_image_without_the_programs_is_named()
    {
        fake.Commands.On("docker run", "the image has neither bash nor an nc that knows -z\n", "", ReachList.ProgramMissing);
        fake.Commands.On("docker rm");

        Assert.Equal(
            """
            the isolation of prod could not be probed: the image has neither bash nor an nc that knows -z.
              Why:  the image is image-of-caddy.
              Do:   name an image of this host under isolation/probeImage that has sh, timeout, bash or nc, and getent or nslookup.
              Now:  nothing was changed, and nothing is proven.
            """,
            await FailAsync());
    }

    [Fact]
    public async Task A_probe_that_did_not_end_by_itself_is_removed_and_proves_nothing()
    {
        fake.Commands.On("docker run", "name api\n", "", 137);
        fake.Commands.On("docker rm");

        Assert.StartsWith("the isolation of prod could not be probed: the container ended with exit code 137 before it had asked everything.\n  Why:  it printed nothing.\n", await FailAsync(), StringComparison.Ordinal);
        Assert.Equal(
            ["docker rm --force --volumes shop-dev-verify-isolation-Rxxxxxxx", "docker rm --force --volumes shop-prod-verify-isolation-Rxxxxxxx"],
            fake.Commands.Run.Where(line => line.StartsWith("docker rm", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_probe_that_is_cancelled_is_removed()
    {
        fake.Commands.On("docker run", () => throw new OperationCanceledException());
        fake.Commands.On("docker rm");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProveAsync());
        Assert.Equal(2, fake.Commands.Run.Count(line => line.StartsWith("docker rm --force", StringComparison.Ordinal)));
    }

    private Task<LiveVerdict> ProveAsync(StackDefinition? stack = null) =>
        new IsolationProbe(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state")).ProveAsync(stack ?? FakeShops.Stack, CancellationToken.None);

    private async Task<string> FailAsync()
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => ProveAsync());
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        return error.Message;
    }
}
