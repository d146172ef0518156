using Output;
using Slipway.Core.Releases;

namespace Slipway.Build.Tests.Output;

public sealed class SavedPlanTextTests
{
    [Theory]
    [InlineData(IntentKind.Deploy, "--target=DeployProd --plan=release.plan")]
    [InlineData(IntentKind.Promote, "--target=PromoteProd --plan=release.plan")]
    [InlineData(IntentKind.Rollback, "--target=Rollback --environment=prod --plan=release.plan")]
    public void The_command_that_runs_a_saved_plan_can_be_copied(IntentKind kind, string expected) =>
        Assert.EndsWith(" " + expected, SavedPlanText.Of(new Intent(kind, Named.Prod), "release.plan"), StringComparison.Ordinal);
}
