using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Planning;

/// <summary>Data are not left behind unseen. What is said stands in the cases of plans.</summary>
public class DataLossGuardTests
{
    [Theory]
    [InlineData("dev", true)]
    [InlineData("prod", false)]
    public void An_answer_is_enough_outside_production_only(string environment, bool isEnough)
    {
        var world = Renamed(environment);

        var refusal = Assert.Throws<DataLossException>(() => world.Plan(new Intent(IntentKind.Deploy, EnvironmentName.Parse(environment))));

        Assert.Equal((ExitCode.Refused, isEnough), (refusal.ExitCode, refusal.MayBeAllowed));
        Assert.Equal([$"store-{environment}_db-data"], refusal.Places.AsEnumerable());
        Assert.EndsWith($"would be left behind.\nStart with store-{environment}_db-data new and empty?", refusal.Question, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_names_may_be_allowed_by_name()
    {
        var world = Renamed("prod");
        var refusal = Assert.Throws<DataLossException>(() => world.Plan(new Intent(IntentKind.Deploy, Named.Prod)));

        Assert.True(world.Plan(new Intent(IntentKind.Deploy, Named.Prod) { AllowedVolumes = refusal.Places }).Changes);
    }

    [Fact]
    public void The_volume_that_would_be_left_behind_is_named_before_the_names_of_containers()
    {
        var world = Renamed("prod");
        world.HasForeignName = true;
        var deploy = new Intent(IntentKind.Deploy, Named.Prod);

        Assert.Contains("shop-prod_db-data, which release", Assert.Throws<DataLossException>(() => world.Plan(deploy)).Failure.Why, StringComparison.Ordinal);
        var allowed = Assert.Throws<SlipwayException>(() => world.Plan(deploy with { AllowedVolumes = ["store-prod_db-data"] }));
        Assert.Equal(ExitCode.Usage, allowed.ExitCode);
        Assert.Contains("services/api/container_name", allowed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IntentKind.Up)]
    [InlineData(IntentKind.Down)]
    [InlineData(IntentKind.Backup)]
    public void A_container_name_of_another_project_is_refused_whatever_is_wanted(IntentKind kind)
    {
        var world = new World { HasForeignName = true };

        Assert.Equal(ExitCode.Usage, Assert.Throws<SlipwayException>(() => world.Plan(new Intent(kind, Named.Dev))).ExitCode);
    }

    private static World Renamed(string environment)
    {
        var world = new World();
        world.Run(new Intent(IntentKind.Deploy, EnvironmentName.Parse(environment)));
        world.Change($"project of {environment}");
        return world;
    }
}
