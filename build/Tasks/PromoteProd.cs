using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

[TaskName(nameof(PromoteProd))]
[TaskDescription("Promotes the images that development runs to production.")]
[Under(Headings.Everyday, 20)]
[Serves(EnvironmentRole.Production)]
[Pipeline(Phase.Validate, Phase.Backup, Phase.BuildImages, Phase.Migrate, Phase.Up, Phase.HealthCheck)]
[Takes(Options.Plan, Options.AllowNewVolume, Options.Now, Options.Strict, Options.Yes)]
public sealed class PromoteProd : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) => IntentOf(IntentKind.Promote, context);
}
