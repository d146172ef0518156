using Cake.Frosting;

/// <summary>Shows what runs in every environment.</summary>
[TaskName(nameof(Status))]
[TaskDescription("Shows what runs in every environment.")]
public sealed class Status : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var status = await context.UseCases.ShowStatus.RunAsync(cancellation);
        context.WriteJson(Output.StatusText.Json(status));
        context.Say(Output.StatusText.Of(status));
    });
}
