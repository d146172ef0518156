using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

[TaskName(nameof(DeployProd))]
[TaskDescription("Deploys the work tree to production.")]
[Under(Headings.Everyday, 30)]
[Serves(EnvironmentRole.Production)]
[Pipeline(Phase.Validate, Phase.Backup, Phase.BuildImages, Phase.Migrate, Phase.Up, Phase.HealthCheck)]
[Takes(Options.Plan, Options.AllowNewVolume, Options.Rebuild, Options.Now, Options.Strict, Options.Yes)]
public sealed class DeployProd : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) => IntentOf(IntentKind.Deploy, context);
}
