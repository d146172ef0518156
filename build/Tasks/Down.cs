using Cake.Frosting;

/// <summary>Stops an environment; its volumes stay (--environment).</summary>
[TaskName(nameof(Down))]
[TaskDescription("Stops an environment; its volumes stay (--environment).")]
public sealed class Down : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(Down), context)!);
}
