using Slipway.Core.Planning;
using Slipway.Core.Releases;

namespace Slipway.Core.Tests.Planning;

/// <summary>A plan's fingerprint tells whether the plan still fits.</summary>
public class PlanFingerprintTests
{
    private static readonly Intent DeployDev = new(IntentKind.Deploy, Named.Dev);

    public static TheoryData<string> Cases => PlanCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_host_and_files_have_the_same_fingerprint_some_minutes_later(string name)
    {
        var @case = PlanCase.Read(name);
        if (@case.Plan() is not { } plan) return;

        @case.World.Now += TimeSpan.FromMinutes(10);

        Assert.Equal(plan.Fingerprint, @case.Plan()!.Fingerprint);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Another_env_file_has_another_fingerprint(string name)
    {
        var @case = PlanCase.Read(name);
        // A file that is not there yet gets other secrets with every plan.
        if (@case.Plan() is not { } plan || @case.World.MissingEnvFiles.Contains(@case.Intent.Environment)) return;

        @case.World.Change($"env file of {@case.Intent.Environment}");

        Assert.NotEqual(plan.Fingerprint, @case.Plan()!.Fingerprint);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Another_container_has_another_fingerprint(string name)
    {
        var @case = PlanCase.Read(name);
        var desired = @case.World.Desired(@case.Intent);
        var observed = @case.World.Observed(@case.Intent);
        if (@case.Plan() is not { } plan || observed.Containers.IsEmpty) return;

        var other = observed with { Containers = observed.Containers.SetItem(0, observed.Containers[0] with { Id = "another" }) };

        Assert.NotEqual(plan.Fingerprint, Planner.Plan(desired, other, @case.Intent).Fingerprint);
    }

    public static TheoryData<string> Changes =>
    [
        "source of api", "source of web", "definition of db", "image of db", "site of dev", "edge rules", "edge ports", "env file of dev",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_changes_changes_the_fingerprint_of_a_first_deployment(string what)
    {
        var world = new World();
        var before = world.Plan(DeployDev);

        world.Change(what);

        Assert.NotEqual(before.Fingerprint, world.Plan(DeployDev).Fingerprint);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_changes_changes_the_fingerprint_of_a_deployed_environment(string what)
    {
        var world = new World();
        world.Run(DeployDev);
        var before = world.Plan(DeployDev);

        world.Change(what);

        Assert.NotEqual(before.Fingerprint, world.Plan(DeployDev).Fingerprint);
    }

    [Fact]
    public void One_more_service_to_replace_is_another_fingerprint()
    {
        var world = new World { HasDatabase = false };
        world.Run(DeployDev);
        world.Change("source of web");
        var before = world.Plan(DeployDev);

        world.MoveImage("postgres:15");

        Assert.NotEqual(before.Fingerprint, world.Plan(DeployDev).Fingerprint);
    }

    [Fact]
    public void Another_image_under_the_same_name_has_another_fingerprint()
    {
        var world = new World();
        world.Run(DeployDev);
        var observed = world.Observed(DeployDev);
        var before = Planner.Plan(world.Desired(Named.Dev), observed, DeployDev);

        var other = observed with { ImageIds = observed.ImageIds.SetItem("postgres:15", "sha256:another") };

        Assert.NotEqual(before.Fingerprint, Planner.Plan(world.Desired(Named.Dev), other, DeployDev).Fingerprint);
    }

    [Fact]
    public void Another_release_of_dev_has_another_fingerprint_for_a_promotion()
    {
        var world = new World();
        var promote = new Intent(IntentKind.Promote, Named.Prod) { From = Named.Dev };
        world.Run(DeployDev);
        var before = world.Plan(promote);

        world.Change("source of api");
        world.Run(DeployDev);

        Assert.NotEqual(before.Fingerprint, world.Plan(promote).Fingerprint);
    }
}
