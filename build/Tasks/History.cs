using Cake.Frosting;
using Slipway.Core.Reports;

/// <summary>Lists the releases of every environment, or of one.</summary>
[TaskName(nameof(History))]
[TaskDescription("Lists the releases of every environment, or of one (--environment).")]
public sealed class History : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(_ =>
    {
        var histories = context.Operations.ReadHistory(context.EnvironmentName);
        context.WriteJson(ResultJson.Of(histories.Select(history => (history.Environment, history.History, history.Manifests))));
        context.Say(Output.HistoryText.Of(histories));
        return Task.CompletedTask;
    });
}
