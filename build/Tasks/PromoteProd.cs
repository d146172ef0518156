using Cake.Frosting;

/// <summary>Gives production the images that development runs.</summary>
[TaskName(nameof(PromoteProd))]
[TaskDescription("Gives production the images that development runs.")]
public sealed class PromoteProd : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.RunAsync(Intents.Of(nameof(PromoteProd), context)!);
}
