using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;

[TaskName(nameof(Down))]
[TaskDescription("Stops an environment; its volumes stay.")]
[Under(Headings.Everyday, 120)]
[Pipeline(Phase.Down)]
[Option(Options.EnvironmentForm, "the environment", IsRequired = true)]
[Takes(Options.Plan)]
public sealed class Down : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) => new(IntentKind.Down, context.RequireEnvironment());
}
