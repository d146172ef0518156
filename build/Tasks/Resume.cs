using Cake.Frosting;
using Slipway.Core.Planning;
using Slipway.Core.Releases;

[TaskName(nameof(Resume))]
[TaskDescription("Resumes an interrupted deployment.")]
[Under(Headings.Everyday, 50)]
[Pipeline(Phase.Validate, Phase.Backup, Phase.BuildImages, Phase.Migrate, Phase.Up, Phase.HealthCheck)]
[Option(Options.EnvironmentForm, "the environment, where more than one was interrupted")]
public sealed class Resume : PlannedTask
{
    /// <inheritdoc />
    public override Intent IntentOf(BuildContext context) => new(IntentKind.Resume, context.InterruptedEnvironment());
}
