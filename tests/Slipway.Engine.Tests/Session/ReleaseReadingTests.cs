using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Json;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

/// <summary>What starts or stops a release is read with the files that the release was recorded with.</summary>
public class ReleaseReadingTests
{
    private const string Stack =
        """
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: caddy_net, httpPort: "${HTTP_PORT}", httpsPort: 8443}
        environments:
          dev:
            project: shop-dev
            compose: [docker-compose.yml]
            envFile: .env.dev
            envTemplate: env.template
            url: https://${DOMAIN}
            access: {user: developer, password: "${PASSWORD}"}
            sites: [shop.caddy]
            routes:
              - {domain: "new.${DOMAIN}", service: added, port: 8080, health: /new}
            database: {service: db, name: "${DATABASE}", user: owner}
        """;

    private const string First = "DOMAIN=first.test\nHTTP_PORT=8080\nPASSWORD=the-first-secret\nDATABASE=first\n";
    private const string Second = "DOMAIN=second.test\nHTTP_PORT=8080\nPASSWORD=the-second-secret\nDATABASE=second\nADDED=1\n";
    private const string Edited = "DOMAIN=edited.test\nHTTP_PORT=8080\nPASSWORD=the-edited-secret\nDATABASE=edited\nADDED=1\n";

    private static readonly StatePaths State = new("/state", "shop");

    private readonly FakeHost fake = new();

    public ReleaseReadingTests()
    {
        var files = fake.Files.Texts;
        files["/srv/shop/stack.yaml"] = Stack;
        files["/srv/shop/env.template"] = "DOMAIN=shop.test\nHTTP_PORT=8080\nPASSWORD=<random:20>\nDATABASE=shop\nADDED=1\n";
        files["/srv/shop/.env.dev"] = Edited;
        files["/srv/shop/shop.caddy"] = "{$NOBODY_FILLS_THIS}\n";
        fake.Commands.On("--project-name shop-edge", "{}");
        var ledger = new Ledger(fake.Files, State.Ledger(Named.Dev));
        Write(ledger, 1, First, "one");
        Write(ledger, 2, Second, "two");
    }

    [Fact]
    public async Task A_rollback_is_read_with_the_env_file_routes_and_compose_file_of_the_release_that_comes_back()
    {
        var reading = await ReadAsync(IntentKind.Rollback);

        var desired = reading.Desired;
        Assert.Equal(("https://first.test", "the-first-secret"), (desired.Environment.Url, desired.Environment.Access!.Password.Reveal()));
        Assert.Equal("old.test /health", Assert.Single(desired.Environment.Routes.Select(route => $"{route.Domain} {route.Health}")));
        Assert.Equal(["one"], desired.Compose.Services.Select(service => service.Name));
        Assert.Equal(["access/shop-dev.users", "sites/shop-dev.caddy"], desired.EdgeFiles.Select(file => file.Path));
        Assert.Equal((CanonicalJson.Sha256(Edited), Edited), (desired.EnvFileFingerprint, reading.Env.Text.Reveal()));
        Assert.Equal(CanonicalJson.Sha256(First), desired.EnvRestore!.Fingerprint);
        Assert.Equal(["ADDED", "DATABASE", "DOMAIN", "PASSWORD"], desired.EnvRestore.Keys);
        Assert.Equal(("8080", "8443"), (desired.EnvRestore.HttpPort, desired.EnvRestore.HttpsPort));
        // Compose is asked for the edge only: the work tree may have become anything.
        Assert.DoesNotContain(fake.Commands.Run, line => line.Contains("--project-name shop-dev", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_data_that_are_dumped_before_a_rollback_are_those_of_the_release_that_runs()
    {
        var running = (await ReadAsync(IntentKind.Rollback)).Desired.Running!;

        Assert.Equal("second", running.Environment.Database!.Name);
        Assert.Equal(["two"], running.Compose.Services.Select(service => service.Name));
    }

    [Theory]
    [InlineData(IntentKind.Up)]
    [InlineData(IntentKind.Down)]
    [InlineData(IntentKind.Backup)]
    public async Task What_works_on_the_release_that_runs_is_read_with_its_files(IntentKind kind)
    {
        var desired = (await ReadAsync(kind)).Desired;

        Assert.Equal(("https://second.test", "the-second-secret", "second"), (desired.Environment.Url, desired.Environment.Access!.Password.Reveal(), desired.Environment.Database!.Name));
        Assert.Equal(["two"], desired.Compose.Services.Select(service => service.Name));
        Assert.Null(desired.EnvRestore);
        Assert.Null(desired.Running);
    }

    [Fact]
    public async Task The_secrets_of_all_three_env_files_are_cleaned_out()
    {
        var redactor = (await ReadAsync(IntentKind.Rollback)).Redactor;

        Assert.Equal("*** *** ***", redactor.Clean("the-first-secret the-second-secret the-edited-secret"));
    }

    [Fact]
    public async Task The_ports_of_the_edge_are_those_of_now_and_the_plan_learns_of_the_others()
    {
        fake.Files.Texts["/srv/shop/.env.dev"] = Edited.Replace("8080", "80", StringComparison.Ordinal);

        var desired = (await ReadAsync(IntentKind.Rollback)).Desired;

        Assert.Equal((80, "80", "8080"), (desired.HttpPort, desired.Stack.Edge.HttpPort, desired.EnvRestore!.HttpPort));
    }

    [Fact]
    public async Task An_env_file_that_is_the_one_of_the_release_does_not_come_back()
    {
        fake.Files.Texts["/srv/shop/.env.dev"] = First;

        Assert.Null((await ReadAsync(IntentKind.Rollback)).Desired.EnvRestore);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("PASSWORD=somebody-elses\n")]
    public async Task A_version_that_is_gone_or_damaged_is_not_used(string? damage)
    {
        var path = State.EnvVersion(Named.Dev, CanonicalJson.Sha256(First));
        if (damage is null) fake.Files.Texts.Remove(path);
        else fake.Files.Texts[path] = damage;

        var desired = (await ReadAsync(IntentKind.Rollback)).Desired;

        // The planner refuses what lacks it.
        Assert.Null(desired.EnvRestore);
        Assert.Equal("the-edited-secret", desired.Environment.Access!.Password.Reveal());
    }

    [Fact]
    public async Task Where_the_env_file_is_gone_the_one_of_the_running_release_is_named()
    {
        fake.Files.Texts.Remove("/srv/shop/.env.dev");

        var error = await Assert.ThrowsAsync<SlipwayException>(() => ReadAsync(IntentKind.Rollback));

        Assert.Contains($"cp {State.EnvVersion(Named.Dev, CanonicalJson.Sha256(Second))} /srv/shop/.env.dev\n", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IntentKind.Rollback)]
    [InlineData(IntentKind.Up)]
    public async Task An_env_file_of_another_time_than_the_template_is_no_obstacle(IntentKind kind)
    {
        fake.Files.Texts["/srv/shop/.env.dev"] = First;

        await ReadAsync(kind);
    }

    [Fact]
    public async Task A_compose_file_that_was_changed_is_not_used()
    {
        fake.Files.Texts[State.Compose(Named.Dev, Id(1))] = """{"services": {"evil": {"image": "evil:1"}}}""";
        fake.Commands.On("--project-name shop-dev", """{"services": {"added": {"image": "a:1"}, "db": {"image": "postgres:15"}, "api": {"image": "a:1"}}}""");

        Assert.DoesNotContain((await ReadAsync(IntentKind.Rollback)).Desired.Compose.Services, service => service.Name == "evil");
    }

    private static ReleaseId Id(int number) => ReleaseId.Parse($"2026-11-20.{number}");

    private void Write(Ledger ledger, int number, string env, string service)
    {
        var users = EdgeFile.Users("access/shop-dev.users", "developer", env == First ? "the-first-secret" : "the-second-secret");
        var manifest = new ReleaseManifest
        {
            Id = Id(number),
            Environment = Named.Dev,
            CreatedUtc = fake.Clock.GetUtcNow(),
            Source = SourceRevision.None,
            Fingerprint = "f",
            EnvFileFingerprint = CanonicalJson.Sha256(env),
            EnvVersion = new EnvVersions(fake.Files, State, Named.Dev).Keep(env),
            Services = ImmutableSortedDictionary<string, ReleaseService>.Empty,
            Sites = ImmutableSortedDictionary<string, string>.Empty.Add("sites/shop-dev.caddy", "the site of then"),
            Routes = [new ReleaseRoute("old.test", "/*", [service], "8080", "/health")],
            Access = new ReleaseAccess(users.Path, "developer", users.Fingerprint),
        };
        new ReleaseStore(fake.Files, State, Named.Dev).Write(manifest, $$"""{"services": {"{{service}}": {"image": "i:1"} } }""");
        foreach (var what in new[] { LedgerEvent.RunStarted, LedgerEvent.RunDone })
        {
            ledger.Append(new LedgerEntry { AtUtc = fake.Clock.GetUtcNow(), Run = number, Event = what, Intent = nameof(IntentKind.Deploy), Release = Id(number) });
        }
    }

    private Task<LoadedEnvironment> ReadAsync(IntentKind kind) =>
        new EnvironmentReader(new StackSession(fake.Host, new StackLocation("/srv/shop/stack.yaml", "shop/stack.yaml", "/state"))).ReadAsync(new Intent(kind, Named.Dev), CancellationToken.None);
}
