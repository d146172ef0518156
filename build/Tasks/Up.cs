using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;

[TaskName(nameof(Up))]
[TaskDescription("Starts an environment as its current release has it.")]
[Under(Headings.Everyday, 110)]
[Pipeline(Phase.Up, Phase.HealthCheck)]
[Option(Options.EnvironmentForm, "the environment", IsRequired = true)]
[Takes(Options.Plan, Options.AllowNewVolume, Options.Yes)]
public sealed class Up : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) => new(IntentKind.Up, context.RequireEnvironment());
}
