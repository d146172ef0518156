using Cake.Frosting;

[TaskName(nameof(Status))]
[TaskDescription("Shows what runs in every environment.")]
[Under(Headings.Everyday, 80)]
[Takes(Options.Json, Options.Stack)]
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
