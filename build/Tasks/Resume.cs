using Cake.Frosting;

/// <summary>Carries on with a deployment that was cut off (--environment).</summary>
[TaskName(nameof(Resume))]
[TaskDescription("Carries on with a deployment that was cut off (--environment).")]
public sealed class Resume : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(Resume), context)!);
}
