using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Runs;

public class TrafficReaderTests
{
    private static readonly ReleaseId Release = ReleaseId.Parse("2026-11-20.1");

    private static readonly StackDefinition Stack = StackParser.Parse("""
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: edge_net, httpPort: 80, httpsPort: 443}
        defaults:
          compose: [shop.yml]
          url: "https://${WEB_DOMAIN}"
          routes:
            - {domain: "${WEB_DOMAIN}", path: /api/*, service: api, port: 8080, health: /api/health, webSocket: /api/ws}
            - {domain: "${WEB_DOMAIN}", service: web, port: 8080}
        environments:
          prod: {project: shop-prod, envFile: prod.env}
          dev: {project: shop-dev, envFile: dev.env, access: {user: developer, password: "${PASSWORD}"}}
        """, "stack.yaml").Definition!;

    private readonly FakeHost fake = new();

    public TrafficReaderTests()
    {
        fake.Files.Texts["/srv/shop/prod.env"] = "WEB_DOMAIN=shop.test\n";
        fake.Files.Texts["/srv/shop/dev.env"] = "WEB_DOMAIN=dev.shop.test\nPASSWORD=of-now\n";
        foreach (var environment in new[] { "prod", "dev" })
        {
            Deployed(EnvironmentName.Parse(environment));
            Answer(environment, "running");
        }
    }

    [Fact]
    public async Task The_routes_of_every_environment_that_runs_are_visited_with_its_own_user() =>
        Assert.Equal(
            [
                new TrafficTarget(Named.Prod, "https://shop.test:8443/api/health", 8443) { Expects200 = true },
                new TrafficTarget(Named.Prod, "https://shop.test:8443/", 8443),
                new TrafficTarget(Named.Prod, "wss://shop.test:8443/api/ws", 8443),
                new TrafficTarget(Named.Dev, "https://dev.shop.test:8443/api/health", 8443) { Expects200 = true, User = "developer", Password = "of-now" },
                new TrafficTarget(Named.Dev, "https://dev.shop.test:8443/", 8443) { User = "developer", Password = "of-now" },
                new TrafficTarget(Named.Dev, "wss://dev.shop.test:8443/api/ws", 8443) { User = "developer", Password = "of-now" },
            ],
            (await ReadAsync()).AsEnumerable());

    [Fact]
    public async Task Those_of_the_release_that_serves_are_visited_with_the_password_that_it_has()
    {
        const string then = "WEB_DOMAIN=old.shop.test\nPASSWORD=of-then\n";
        Deployed(Named.Dev, then);

        Assert.Equal([new TrafficTarget(Named.Dev, "https://old.shop.test:8443/", 8443) { User = "developer", Password = "of-then" }], (await ReadAsync()).Where(target => target.Environment == Named.Dev));
    }

    [Fact]
    public async Task Visits_pass_by_the_maintenance_page_of_their_environment()
    {
        fake.Files.Texts["/state/edge/maintenance/shop-prod/pass"] = "the-pass";

        Assert.Equal(["the-pass", "the-pass", "the-pass", null, null, null], (await ReadAsync()).Select(target => target.Pass?.Reveal()));
    }

    [Fact]
    public async Task One_that_was_never_deployed_or_does_not_run_has_no_visitors()
    {
        fake.Files.Delete("/state/shop/prod/ledger.jsonl");
        Answer("dev", "exited");

        Assert.Empty(await ReadAsync());
        Assert.Empty(fake.Report.Lines);
    }

    [Fact]
    public async Task Why_one_that_runs_has_no_visitors_is_told()
    {
        fake.Files.Delete("/srv/shop/prod.env");
        fake.Files.Texts["/srv/shop/dev.env"] = "PASSWORD=of-now\n";

        Assert.Empty(await ReadAsync());
        Assert.Equal(
            [
                "warn the traffic of prod is not measured: there is no prod.env",
                "warn the traffic of dev is not measured: dev.env lacks WEB_DOMAIN",
            ],
            fake.Report.Lines);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_read_stops_nothing()
    {
        fake.Files.Texts["/state/shop/prod/ledger.jsonl"] = "torn\n" + fake.Files.Texts["/state/shop/prod/ledger.jsonl"][1..];

        Assert.All(await ReadAsync(), target => Assert.Equal(Named.Dev, target.Environment));
        Assert.Equal(["warn the traffic of prod is not measured: /state/shop/prod/ledger.jsonl is damaged at line 1."], fake.Report.Lines);
    }

    private Task<ImmutableArray<TrafficTarget>> ReadAsync() =>
        new TrafficReader(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state")).ReadAsync(Stack, 8443, CancellationToken.None);

    /// <summary>A release that serves; with an env file of its own it notes its routes too.</summary>
    private void Deployed(EnvironmentName environment, string? env = null)
    {
        var store = new ReleaseStore(fake.Files, new StatePaths("/state", "shop"), environment);
        var version = env is null ? null : store.EnvVersions.Keep(env);
        store.Write(new ReleaseManifest
        {
            Id = Release,
            Environment = environment,
            CreatedUtc = fake.Clock.GetUtcNow(),
            Source = SourceRevision.None,
            Fingerprint = "f00d",
            EnvFileFingerprint = env is null ? "" : Core.Json.CanonicalJson.Sha256(env),
            EnvVersion = version,
            Services = ImmutableSortedDictionary<string, ReleaseService>.Empty,
            Routes = env is null ? null : [new ReleaseRoute("old.shop.test", "/*", ["web"], "8080", null)],
            Access = env is null ? null : new ReleaseAccess("access/shop-dev.users", "developer", EdgeFile.Users("access/shop-dev.users", "developer", "of-then").Fingerprint),
        }, "{}");
        foreach (var what in new[] { LedgerEvent.RunStarted, LedgerEvent.RunDone })
            store.Ledger.Append(new LedgerEntry { AtUtc = fake.Clock.GetUtcNow(), Run = 1, Event = what, Intent = "Deploy", Release = Release });
    }

    private void Answer(string environment, string state)
    {
        fake.Commands.On($"project=shop-{environment}", $"id-of-{environment}\n");
        fake.Commands.On($"inspect id-of-{environment}", new JsonArray(new JsonObject
        {
            ["Id"] = $"id-of-{environment}",
            ["Name"] = $"/shop-{environment}-web",
            ["State"] = new JsonObject { ["Status"] = state },
            ["Config"] = new JsonObject { ["Labels"] = new JsonObject { ["com.docker.compose.service"] = "web" } },
        }).ToJsonString());
    }
}
