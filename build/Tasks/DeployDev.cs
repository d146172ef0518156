using Cake.Frosting;

/// <summary>Brings development to what the work tree says.</summary>
[TaskName(nameof(DeployDev))]
[TaskDescription("Brings development to what the work tree says.")]
public sealed class DeployDev : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(DeployDev), context)!);
}
