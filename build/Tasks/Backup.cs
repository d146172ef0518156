using Cake.Frosting;

/// <summary>Dumps the database of an environment (--environment).</summary>
[TaskName(nameof(Backup))]
[TaskDescription("Dumps the database of an environment (--environment).")]
public sealed class Backup : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(Backup), context)!);
}
