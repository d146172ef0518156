using Cake.Frosting;

/// <summary>Takes a deployment back that was cut off (--environment).</summary>
[TaskName(nameof(Abort))]
[TaskDescription("Takes a deployment back that was cut off (--environment).")]
public sealed class Abort : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(Abort), context)!);
}
