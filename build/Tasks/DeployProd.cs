using Cake.Frosting;

/// <summary>Brings production to what the work tree says.</summary>
[TaskName(nameof(DeployProd))]
[TaskDescription("Brings production to what the work tree says.")]
public sealed class DeployProd : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(DeployProd), context)!);
}
