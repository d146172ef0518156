using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Planning;
using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Planning;

/// <summary>Whatever makes a plan out of date has a name.</summary>
public class PlanChangesTests
{
    private static readonly Intent DeployDev = new(IntentKind.Deploy, Named.Dev);

    private static readonly string[] Readable = ["commit", "current", "image", "container", "edge container", "volume", "network", "route", "certificates", "migration", "applied"];

    private static readonly Dictionary<string, (Action<World> Change, string[] Said)> Causes = new()
    {
        ["an env value"] = (world => world.Change("env file of dev"), ["env key LEVEL of .env.dev changed"]),
        ["a comment in the env file"] = (world => world.Change("env comment of dev"), ["env file .env.dev changed, but none of its values"]),
        ["a commit"] = (world => world.Change("commit"), ["commit was 1111111, is 2222222"]),
        ["a source"] = (world => world.Change("source of web"), ["source of web changed"]),
        ["a Compose file"] = (world => world.Change("definition of db"), ["compose service db changed"]),
        ["a container that was started by hand"] = (world => world.StartByHand("shop-dev-shell"), ["container shop-dev-shell has come"]),
        ["a container that stopped"] = (world => world.SetState("api", "shop-dev", "exited"), ["container shop-dev-api was running, is exited"]),
        ["all containers"] = (world => world.RemoveContainers("shop-dev"), ["container shop-dev-api is gone", "container shop-dev-db is gone", "container shop-dev-web is gone", "container shop-dev-worker is gone"]),
        ["a removed image"] = (world => world.RemoveImage("shop-dev-web:2026-11-18.1"), ["image shop-dev-web:2026-11-18.1 is gone"]),
        ["an image that lost its name"] = (world => world.Untag("shop-dev-web:2026-11-18.1"), ["image shop-dev-web:2026-11-18.1 is gone; what it named is still there without it"]),
        ["a removed volume"] = (world => world.RemoveVolume("shop-dev_db-data"), ["volume shop-dev_db-data is gone"]),
        ["a removed network"] = (world => world.RemoveNetwork("caddy_net"), ["network caddy_net is gone"]),
        ["an applied migration"] = (world => world.Apply(Named.Dev, "9001_x"), ["migration 9001_x was applied"]),
        ["a site"] = (world => world.Change("site of dev"), ["edge file sites/shop-dev.caddy changed"]),
        ["the edge's rules"] = (world => world.Change("edge rules"), ["edge file Caddyfile changed"]),
        ["the edge's container"] = (world => world.SetState("caddy", "slipway-edge", "exited"), ["edge container slipway-edge-caddy was running, is exited"]),
        ["a deployment"] = (world => world.Deploy("source of api"), ["source of api changed", "source of worker changed", "current release was 2026-11-18.1, is 2026-11-18.2"]),
    };

    public static TheoryData<string> Names => [.. Causes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_cause_is_named(string name)
    {
        var world = Deployed();
        var before = world.Plan(DeployDev);
        var (change, said) = Causes[name];

        change(world);

        var changes = PlanChanges.Between(before.Basis.Facts, Basis(world).Facts);
        Assert.Equal(said, changes.Take(said.Length));
        // A deployment of another release changes much more.
        if (name != "a deployment") Assert.Equal(said.Length, changes.Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_cause_is_named_in_a_sealed_plan_too(string name)
    {
        var world = Deployed();
        var before = Basis(world).Seal("a key");
        var (change, said) = Causes[name];

        change(world);

        Assert.Equal(said, PlanChanges.Between(before, Basis(world).Seal("a key")).Take(said.Length));
    }

    [Fact]
    public void A_moved_tag_is_said_with_both_images()
    {
        var world = Deployed();
        var before = world.Plan(DeployDev);

        world.MoveImage("postgres:15");

        Assert.Matches("^image postgres:15 was [0-9a-f]{12}, is [0-9a-f]{12}$", Assert.Single(Changes(before, world.Plan(DeployDev))));
    }

    [Fact]
    public void What_another_environment_does_changes_nothing()
    {
        var world = Deployed();
        var before = Basis(world);

        world.Run(new Intent(IntentKind.Deploy, Named.Prod));
        world.StartByHand("shop-prod-shell-of-somebody");

        // The second one is a guest of dev in this world: the observer tells them apart.
        Assert.Equal(["container shop-prod-shell-of-somebody has come"], PlanChanges.Between(before.Facts, Basis(world).Facts).AsEnumerable());
    }

    [Fact]
    public void What_another_environment_does_to_the_edge_meanwhile_is_no_reason_to_refuse_a_run_that_has_begun()
    {
        var world = new World();
        world.AddImage("postgres:15");
        var plan = world.Plan(DeployDev);

        world.Run(new Intent(IntentKind.Deploy, Named.Prod));

        Assert.NotEmpty(Changes(plan, world.Plan(DeployDev)));
        Assert.Empty(PlanChanges.OwnBetween(plan, Basis(world), () => world.Plan(DeployDev)));
    }

    [Theory]
    [InlineData("source of api", "source of api changed")]
    [InlineData("edge rules", "edge file Caddyfile changed")]
    public void What_changes_for_the_environment_itself_is_named_to_a_run_that_has_begun(string change, string said)
    {
        var world = Deployed();
        var plan = world.Plan(DeployDev);

        world.Change(change);

        Assert.Contains(said, PlanChanges.OwnBetween(plan, Basis(world), () => world.Plan(DeployDev)));
    }

    [Fact]
    public void A_basis_comes_back_from_the_record_of_a_run()
    {
        var basis = Basis(Deployed());

        Assert.Equal(basis.Facts, JsonSerializer.Deserialize<PlanBasis>(JsonSerializer.Serialize(basis))!.Facts);
    }

    [Fact]
    public void Another_route_is_said_with_where_it_leads()
    {
        var world = Deployed();
        var desired = world.Desired(Named.Dev);
        var environment = desired.Environment;
        var other = desired with { Environment = environment with { Routes = environment.Routes.SetItem(0, environment.Routes[0] with { Services = ["api-2"] }) } };
        var observed = world.Observed(DeployDev);

        Assert.Equal(
            ["route dev.shop.test/api/* was api:8080, health at /api/health, is api-2:8080, health at /api/health"],
            PlanChanges.Between(PlanBasis.Of(desired, observed, DeployDev).Facts, PlanBasis.Of(other, observed, DeployDev).Facts).AsEnumerable());
    }

    [Fact]
    public void Fresh_secrets_of_an_env_file_that_is_not_there_yet_change_nothing()
    {
        var world = new World();
        world.MissingEnvFiles.Add(Named.Dev);
        var first = world.Plan(DeployDev);

        var second = world.Plan(DeployDev);

        Assert.Empty(Changes(first, second));
        Assert.NotEqual(world.Desired(Named.Dev).Compose.Text, world.Desired(Named.Dev).Compose.Text);
    }

    [Theory]
    [InlineData("source of api", "source of api changed")]
    [InlineData("definition of db", "compose service db changed")]
    [InlineData("env file of dev", "env key LEVEL of .env.dev changed")]
    [InlineData("site of dev", "edge file sites/shop-dev.caddy changed")]
    public void What_changes_before_a_first_deployment_is_named_although_its_secrets_are_fresh(string change, string said)
    {
        var world = new World();
        world.MissingEnvFiles.Add(Named.Dev);
        var before = world.Plan(DeployDev);

        world.Change(change);

        Assert.Contains(said, Changes(before, world.Plan(DeployDev)));
    }

    [Fact]
    public void An_env_file_that_has_come_is_named_and_not_each_of_its_values()
    {
        var world = new World();
        world.MissingEnvFiles.Add(Named.Dev);
        var before = world.Plan(DeployDev);

        world.MissingEnvFiles.Clear();

        Assert.Equal(["env file .env.dev has come"], Changes(before, world.Plan(DeployDev)).AsEnumerable());
    }

    [Fact]
    public void Migrations_that_can_be_read_now_are_not_said_to_be_applied_now()
    {
        var world = new World();
        world.Run(DeployDev);
        var before = world.Plan(DeployDev);

        world.Apply(Named.Dev, "0001_init");

        Assert.Equal(["applied migrations are known now"], Changes(before, world.Plan(DeployDev)).AsEnumerable());
    }

    [Fact]
    public void A_step_that_has_become_necessary_is_named_where_no_fact_says_why()
    {
        var world = Deployed();
        var before = world.Plan(DeployDev);
        var unhealthy = world.Observed(DeployDev);
        unhealthy = unhealthy with { Containers = [.. unhealthy.Containers.Select(container => container.Service == "api" ? container with { Health = "unhealthy" } : container)] };

        var now = Planner.Plan(world.Desired(Named.Dev), unhealthy, DeployDev);

        Assert.Equal(["step check-plan has become necessary", "step start-services has become necessary", "step check-health has become necessary", "step check-traffic has become necessary"], PlanChanges.OwnBetween(before, now.Basis, () => now).AsEnumerable());
    }

    [Fact]
    public void A_new_commit_does_not_matter_to_who_goes_back()
    {
        var world = Deployed();
        var down = new Intent(IntentKind.Down, Named.Dev);
        var before = world.Plan(down);

        world.Change("commit");

        Assert.Empty(Changes(before, world.Plan(down)));
    }

    [Fact]
    public void No_value_that_could_be_secret_is_sealed_as_it_is_or_as_a_plain_hash()
    {
        var world = Deployed();
        var basis = Basis(world);

        var @sealed = basis.Seal("a key");

        Assert.NotEqual(basis.Facts["env key LEVEL of .env.dev"], @sealed["env key LEVEL of .env.dev"]);
        Assert.NotEqual(@sealed["env key LEVEL of .env.dev"], basis.Seal("another key")["env key LEVEL of .env.dev"]);
        Assert.DoesNotContain(@sealed.Where(fact => !Shown(fact.Key)), fact => basis.Facts.ContainsValue(fact.Value));
        Assert.Equal(basis.Facts["commit"], @sealed["commit"]);

        static bool Shown(string name) => Readable.Any(word => name.StartsWith(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_values_of_two_keys_do_not_show_as_equal()
    {
        var world = Deployed();
        var desired = world.Desired(Named.Dev);
        desired = desired with { EnvKeys = desired.EnvKeys.SetItem("DB_PASSWORD", desired.EnvKeys["LEVEL"]) };

        var facts = PlanBasis.Of(desired, world.Observed(DeployDev), DeployDev).Seal("a key");

        Assert.NotEqual(facts["env key LEVEL of .env.dev"], facts["env key DB_PASSWORD of .env.dev"]);
    }

    [Fact]
    public void No_more_than_twenty_changes_are_named()
    {
        var text = PlanChanges.Text([.. Enumerable.Range(1, 23).Select(number => $"change {number}")]);

        Assert.Equal(21, text.Split('\n').Length);
        Assert.EndsWith("change 20\nand 3 more", text, StringComparison.Ordinal);
    }

    private static World Deployed()
    {
        var world = new World();
        world.Run(DeployDev);
        world.Apply(Named.Dev, "0001_init");
        return world;
    }

    private static PlanBasis Basis(World world) => PlanBasis.Of(world.Desired(Named.Dev), world.Observed(DeployDev), DeployDev);

    // As a saved plan is compared with a new one: what it was made from, then what it does.
    private static ImmutableArray<string> Changes(Plan then, Plan now)
    {
        if (then.Fingerprint == now.Fingerprint) return [];
        var changes = PlanChanges.Between(then.Basis.Facts, now.Basis.Facts);
        return changes.IsEmpty ? ["what is to be done is decided otherwise"] : changes;
    }
}
