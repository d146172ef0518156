using Cake.Frosting;

/// <summary>Starts an environment as its current release has it (--environment).</summary>
[TaskName(nameof(Up))]
[TaskDescription("Starts an environment as its current release has it (--environment).")]
public sealed class Up : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(Up), context)!);
}
