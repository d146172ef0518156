using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

[TaskName(nameof(DeployDev))]
[TaskDescription("Deploys the work tree to development.")]
[Under(Headings.Everyday, 10)]
[Serves(EnvironmentRole.Development)]
[Pipeline(Phase.Validate, Phase.Backup, Phase.BuildImages, Phase.Migrate, Phase.Up, Phase.HealthCheck)]
[Takes(Options.Plan, Options.AllowNewVolume, Options.Rebuild, Options.Now, Options.Strict, Options.Yes)]
public sealed class DeployDev : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) => IntentOf(IntentKind.Deploy, context);
}
