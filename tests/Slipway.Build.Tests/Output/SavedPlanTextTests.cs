using Output;
using Slipway.Core.Releases;

namespace Slipway.Build.Tests.Output;

public sealed class SavedPlanTextTests
{
    [Theory]
    [InlineData(IntentKind.Deploy, null, "--target=DeployProd --plan=release.plan")]
    [InlineData(IntentKind.Promote, "shop", "--target=PromoteProd --stack=shop --plan=release.plan")]
    [InlineData(IntentKind.Rollback, null, "--target=Rollback --environment=prod --plan=release.plan")]
    public void The_command_that_runs_a_saved_plan_can_be_copied(IntentKind kind, string? stack, string expected) =>
        Assert.EndsWith(" " + expected, SavedPlanText.Of(new Intent(kind, Named.Prod), "release.plan", stack), StringComparison.Ordinal);
}
