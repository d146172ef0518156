using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Planning;

public class LockingTests
{
    private const string Stack =
        """
        stack: shop
        edge: {project: shop-edge, compose: [edge.yml], service: caddy, network: shop-net, httpPort: 80, httpsPort: 443}
        defaults: {compose: [shop.yml], url: "http://shop.test", sites: [shop.caddy], routes: [{domain: shop.test, service: web, port: 80, health: /}]}
        environments: {prod: {project: shop-prod}, dev: {project: shop-dev}}
        """;

    private const string Dev = "/state/shop/dev/lock";

    private readonly FakeHost fake = new();

    public LockingTests() => fake.Files.Texts["/srv/shop/stack.yaml"] = Stack;

    [Fact]
    public async Task An_environment_that_somebody_works_on_is_refused_with_who_what_and_since_when()
    {
        fake.Locks.Holders[Dev] = Lease();

        var error = await Assert.ThrowsAsync<SlipwayException>(RunAsync);

        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.Equal(
            """
            DeployDev was refused: dev is locked.
              Why:  bob@elsewhere (process 7) holds the lock for Rollback: start-services since 2026-11-20 14:09:02 UTC; its last heartbeat is 3 s old.
              Do:   wait until it has ended, then run the command again.
              Now:  nothing was changed by this command.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Equal([$"refused {Dev}"], fake.Locks.Lines);
    }

    [Fact]
    public async Task The_lock_of_a_dead_owner_is_taken_over_with_a_message_and_given_back_whatever_happens()
    {
        fake.Locks.Left[Dev] = Lease();

        // There is nothing to deploy here, so that it ends soon after it has the lock.
        Assert.NotNull(await Record.ExceptionAsync(RunAsync));

        Assert.Contains(
            "warn took over the lock of dev: bob@elsewhere (process 7) held it for Rollback: start-services since 2026-11-20 14:09:02 UTC and ended without releasing it (its process has ended)",
            fake.Report.Lines);
        Assert.Equal([$"took {Dev}: DeployDev", $"gave back {Dev}"], fake.Locks.Lines);
    }

    private Task RunAsync() => new UseCases(fake.Host, new StackLocation("/srv/shop/stack.yaml", "stack.yaml", "/state")).RunAsync(new Intent(IntentKind.Deploy, Named.Dev), CancellationToken.None);

    private Lease Lease() => new()
    {
        Owner = "b0b",
        User = "bob",
        Host = "elsewhere",
        ProcessId = 7,
        SinceUtc = fake.Clock.GetUtcNow().AddMinutes(-1),
        HeartbeatUtc = fake.Clock.GetUtcNow().AddSeconds(-3),
        Doing = "Rollback: start-services",
    };
}
