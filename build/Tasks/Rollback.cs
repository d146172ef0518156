using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;

[TaskName(nameof(Rollback))]
[TaskDescription("Goes back to an earlier release.")]
[Under(Headings.Everyday, 40)]
[Pipeline(Phase.Validate, Phase.Backup, Phase.Up, Phase.HealthCheck)]
[Option(Options.EnvironmentForm, "the environment", IsRequired = true)]
[Option("--to=<release>", "the release to go back to (default: the previous one)")]
[Takes(Options.Plan, Options.AllowNewVolume, Options.Yes)]
public sealed class Rollback : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) =>
        new(IntentKind.Rollback, context.RequireEnvironment()) { To = context.Release("to") };
}
