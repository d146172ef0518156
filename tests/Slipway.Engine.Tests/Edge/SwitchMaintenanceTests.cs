using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Edge;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Edge;

public class SwitchMaintenanceTests
{
    private const string Stack =
        """
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}
        defaults: {compose: [shop.yml], url: "http://${DOMAIN}", sites: [shop.caddy]}
        environments: {prod: {project: shop-live, envFile: .env.prod}, dev: {project: shop-dev}}
        """;

    private const string Folder = "/state/edge/maintenance/shop-live/";
    private const string Site = "/state/edge/sites/shop-prod.caddy";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeHost fake = new();

    public SwitchMaintenanceTests()
    {
        Files["/srv/shop/stack.yaml"] = Stack;
        Files["/srv/shop/.env.prod"] = "DOMAIN=shop.test\n";
        Files[Site] = "shop.test {\n\timport maintenance shop-live\n}\n";
        fake.Commands.On("docker version", "{}");
        AnswerEdge("running");

        var store = new ReleaseStore(fake.Files, new StatePaths("/state", "shop"), Named.Prod);
        var release = ReleaseId.Parse("2026-11-20.1");
        store.Write(
            new ReleaseManifest
            {
                Id = release,
                Environment = Named.Prod,
                CreatedUtc = fake.Clock.GetUtcNow(),
                Source = SourceRevision.None,
                Fingerprint = "f00d",
                EnvFileFingerprint = "",
                Services = ImmutableSortedDictionary<string, ReleaseService>.Empty,
                Sites = ImmutableSortedDictionary<string, string>.Empty.Add("sites/shop-prod.caddy", ""),
            },
            "{}");
        foreach (var what in new[] { LedgerEvent.RunStarted, LedgerEvent.RunDone })
            store.Ledger.Append(new LedgerEntry { AtUtc = fake.Clock.GetUtcNow(), Run = 1, Event = what, Intent = "Deploy", Release = release });
    }

    private SortedDictionary<string, string> Files => fake.Files.Texts;

    private UseCases UseCases => new(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state"));

    [Fact]
    public async Task Maintenance_is_a_file_that_the_edge_looks_for_and_reloads_nothing()
    {
        var outcome = await OnAsync("2001:DB8::1", "203.0.113.7", "203.0.113.7");

        Assert.Equal((Named.Prod, "http://shop.test", Minute), (outcome.Environment, outcome.Url, outcome.State!.RetryAfter));
        Assert.Equal("2001:db8::1 203.0.113.7", string.Join(' ', outcome.State.Allowed));
        Assert.Equal(
            [KeyValuePair.Create("allow/2001:db8::1", ""), KeyValuePair.Create("allow/203.0.113.7", ""), KeyValuePair.Create("on", "60"), KeyValuePair.Create("pass", "R" + new string('x', 47))],
            Switched);
        Assert.Empty(fake.Commands.Detached);
    }

    [Fact]
    public async Task Maintenance_that_is_on_is_changed_and_keeps_its_pass()
    {
        await OnAsync("203.0.113.7", "203.0.113.8");
        Files[Folder + "pass"] = "kept";

        await UseCases.SwitchMaintenance.OnAsync(Named.Prod, TimeSpan.FromSeconds(5), ["203.0.113.8"], CancellationToken.None);

        Assert.Equal([KeyValuePair.Create("allow/203.0.113.8", ""), KeyValuePair.Create("on", "5"), KeyValuePair.Create("pass", "kept")], Switched);
    }

    [Fact]
    public async Task Ended_maintenance_leaves_the_pass_alone()
    {
        await OnAsync("203.0.113.7");

        Assert.Equal(new MaintenanceOutcome(Named.Prod, "http://shop.test", null, WasOn: true), UseCases.SwitchMaintenance.Off(Named.Prod));
        Assert.Equal(["pass"], Switched.Select(file => file.Key));
        Assert.Equal(new MaintenanceOutcome(Named.Prod, "http://shop.test", null, WasOn: false), UseCases.SwitchMaintenance.Off(Named.Prod));
    }

    [Fact]
    public async Task Status_shows_it_until_it_is_ended()
    {
        fake.Commands.On("docker ps");
        Assert.All(await UseCases.ShowStatus.RunAsync(CancellationToken.None), environment => Assert.Null(environment.Maintenance));
        AnswerEdge("running");
        await OnAsync("203.0.113.7");
        fake.Commands.On("docker ps");

        var status = await UseCases.ShowStatus.RunAsync(CancellationToken.None);

        Assert.Equal("visitors get 503 with Retry-After 60 s; let through: 203.0.113.7", status.Single(environment => environment.Name == Named.Prod).Maintenance!.ToString());
        Assert.Null(status.Single(environment => environment.Name == Named.Dev).Maintenance);
    }

    [Theory]
    [InlineData("45\n", 45)]
    [InlineData("", 120)]
    [InlineData("soon", 120)]
    public async Task What_somebody_switched_on_by_hand_is_shown_as_on(string text, int seconds)
    {
        fake.Commands.On("docker ps");
        Files[Folder + "on"] = text;

        var status = await UseCases.ShowStatus.RunAsync(CancellationToken.None);

        Assert.Equal($"visitors get 503 with Retry-After {seconds} s", status.Single(environment => environment.Name == Named.Prod).Maintenance!.ToString());
    }

    [Fact]
    public async Task A_deployment_that_is_under_way_is_no_obstacle()
    {
        fake.Locks.Holders["/state/shop/prod/lock"] = new Lease { Owner = "b0b", User = "bob", Host = "elsewhere", ProcessId = 7, SinceUtc = fake.Clock.GetUtcNow(), HeartbeatUtc = fake.Clock.GetUtcNow(), Doing = "DeployProd" };

        await OnAsync();

        Assert.Equal(["took /state/shop/prod/maintenance.lock: Maintenance", "gave back /state/shop/prod/maintenance.lock"], fake.Locks.Lines);
    }

    [Fact]
    public Task An_environment_that_was_never_deployed_is_refused() => MustFailAsync("dev", ExitCode.Refused,
        "dev runs no release.\n  Do:   deploy it first: ./build.sh --target=DeployDev\n  Now:  nothing was changed.");

    [Fact]
    public async Task Rules_that_know_no_maintenance_are_told()
    {
        Files[Site] = "shop.test {\n}\n";

        await MustFailAsync("prod", ExitCode.Refused,
            "the edge's rules for prod do not support maintenance.\n  Why:  no site of its release imports it.\n  Do:   write `import maintenance {$PROJECT}` into its sites, and deploy it.\n  Now:  nothing was changed.");
    }

    [Fact]
    public async Task An_edge_that_does_not_run_is_told()
    {
        AnswerEdge("exited");

        await MustFailAsync("prod", ExitCode.Refused,
            "the edge does not run.\n  Why:  nobody would see the page.\n  Do:   start it with the environment: ./build.sh --target=Up --environment=prod\n  Now:  nothing was changed.");
    }

    [Fact]
    public async Task What_is_no_single_address_is_named()
    {
        await MustFailAsync("prod", ExitCode.Usage, "10.0.0.0/8, office are not valid addresses.\n  Do:   name single addresses of IPv4 or IPv6, as the edge sees them, without ranges and host names.\n  Now:  nothing was changed.", "10.0.0.0/8", "203.0.113.7", "office");
        await MustFailAsync("prod", ExitCode.Usage, "../on is not a valid address.\n  Do:   name single addresses of IPv4 or IPv6, as the edge sees them, without ranges and host names.\n  Now:  nothing was changed.", "../on");
    }

    private IEnumerable<KeyValuePair<string, string>> Switched =>
        Files.Where(file => file.Key.StartsWith(Folder, StringComparison.Ordinal)).Select(file => KeyValuePair.Create(file.Key[Folder.Length..], file.Value));

    private Task<MaintenanceOutcome> OnAsync(params string[] allowed) => UseCases.SwitchMaintenance.OnAsync(Named.Prod, Minute, [.. allowed], CancellationToken.None);

    private async Task MustFailAsync(string environment, ExitCode exitCode, string message, params string[] allowed)
    {
        var error = await Assert.ThrowsAsync<SlipwayException>(() => UseCases.SwitchMaintenance.OnAsync(EnvironmentName.Parse(environment), Minute, [.. allowed], CancellationToken.None));

        Assert.Equal((exitCode, message), (error.ExitCode, error.Message));
        Assert.Empty(Switched);
    }

    private void AnswerEdge(string state)
    {
        fake.Commands.On("docker ps", "e1\n");
        fake.Commands.On("docker container inspect", $$"""[{"Id": "e1", "Name": "/shop-edge-caddy", "State": {"Status": "{{state}}"}, "Config": {"Labels": {"com.docker.compose.service": "caddy"} } }]""");
    }
}
