using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;

[TaskName(nameof(Backup))]
[TaskDescription("Dumps the database of an environment.")]
[Under(Headings.Data, 10)]
[Pipeline(Phase.Backup)]
[Option(Options.EnvironmentForm, "the environment", IsRequired = true)]
[Takes(Options.Plan)]
public sealed class Backup : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) => new(IntentKind.Backup, context.RequireEnvironment());
}
