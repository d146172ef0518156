using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Planning;

public class EnvRestoreTests
{
    [Fact]
    public void Keys_differ_by_their_values_or_by_being_in_one_file_only() =>
        Assert.Equal(["ADDED", "CHANGED", "GONE"], EnvRestore.Differing(
            new Dictionary<string, string> { ["GONE"] = "1", ["CHANGED"] = "1", ["SAME"] = "1" },
            new Dictionary<string, string> { ["ADDED"] = "1", ["CHANGED"] = "2", ["SAME"] = "1" }));

    [Theory]
    [InlineData(null)]
    [InlineData("another-password")]
    public void A_release_whose_password_is_not_known_is_not_brought_back(string? password)
    {
        var world = new World();
        world.Run(new Intent(IntentKind.Deploy, Named.Dev));
        world.Change("source of web");
        world.Run(new Intent(IntentKind.Deploy, Named.Dev));
        var intent = new Intent(IntentKind.Rollback, Named.Dev);
        var desired = world.Desired(intent);

        var error = Assert.Throws<SlipwayException>(() => Planner.Plan(
            desired with { Environment = desired.Environment with { Access = password is null ? null : new AccessDefinition("developer", password) } }, world.Observed(intent), intent));

        Assert.Equal(ExitCode.Refused, error.ExitCode);
        Assert.StartsWith("Rollback stopped: release 2026-11-18.1 cannot be started: the password of its basic auth is not known.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_database_that_is_dumped_before_a_rollback_is_the_one_that_runs()
    {
        var world = new World();
        world.Run(new Intent(IntentKind.Deploy, Named.Dev));
        world.Change("source of web");
        world.Run(new Intent(IntentKind.Deploy, Named.Dev));
        var intent = new Intent(IntentKind.Rollback, Named.Dev);
        var desired = world.Desired(intent);
        var running = desired.Environment with { Database = desired.Environment.Database! with { Name = "name_of_now" } };

        var plan = Planner.Plan(desired with { Running = new RunningEnvironment(running, desired.Compose) }, world.Observed(intent), intent);

        Assert.Equal("name_of_now", Assert.Single(plan.Steps.Select(step => step.Action).OfType<DumpDatabase>()).Database);
    }
}
