using Cake.Frosting;
using Slipway.Core.Problems;
using Slipway.Core.Reports;

/// <summary>Lists the releases of every environment, or of one; all runs; or one release in full.</summary>
[TaskName(nameof(History))]
[TaskDescription("Lists the releases (--environment), every run (--runs), or one release in full (--release).")]
public sealed class History : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(_ =>
    {
        var release = context.Release(Options.Release);
        var histories = context.UseCases.ShowHistory.Run(context.EnvironmentName);
        if (release is { } id && histories.All(history => history.History.Find(id) is null))
        {
            throw new SlipwayException(ExitCode.Usage, new Failure($"there is no release {id}.") { Do = "name one that History lists.", Now = Failure.NothingChanged });
        }

        context.WriteJson(ResultJson.Of(histories.Select(history => (history.Environment, history.History, history.Manifests)), release));
        context.Say(release is { } one ? Output.HistoryText.OfRelease(histories, one)
            : context.Flag(Options.Runs) ? Output.HistoryText.OfRuns(histories)
            : Output.HistoryText.Of(histories));
        return Task.CompletedTask;
    });
}
