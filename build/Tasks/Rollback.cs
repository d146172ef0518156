using Cake.Frosting;

/// <summary>Goes back to an earlier release (--environment, --to).</summary>
[TaskName(nameof(Rollback))]
[TaskDescription("Goes back to an earlier release (--environment, --to).")]
public sealed class Rollback : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(Rollback), context)!);
}
