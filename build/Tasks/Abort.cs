using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;

[TaskName(nameof(Abort))]
[TaskDescription("Rolls an interrupted deployment back.")]
[Under(Headings.Everyday, 60)]
[Pipeline(Phase.Validate, Phase.Backup, Phase.BuildImages, Phase.Migrate, Phase.Up, Phase.HealthCheck)]
[Option(Options.EnvironmentForm, "the environment, where more than one was interrupted")]
public sealed class Abort : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) => new(IntentKind.Abort, context.InterruptedEnvironment());
}
