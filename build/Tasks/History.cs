using Cake.Frosting;
using Slipway.Core.Problems;
using Slipway.Core.Reports;

[TaskName(nameof(History))]
[TaskDescription("Lists the releases of every environment, or every run, or shows one release in full.")]
[Under(Headings.Everyday, 100)]
[Option(Options.EnvironmentForm, "only this environment")]
[Option("--runs", "every run, also those that made no release")]
[Option("--release=<release>", "only this release, with everything that is known of it")]
[Takes(Options.Json, Options.Stack)]
public sealed class History : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(_ =>
    {
        var release = context.Release("release");
        var histories = context.UseCases.ShowHistory.Run(context.EnvironmentName);
        if (release is { } id && histories.All(history => history.History.Find(id) is null))
        {
            var missing = new Failure($"there is no release {id}.") { Do = "name one that History lists.", Now = Failure.NothingChanged };
            throw new SlipwayException(ExitCode.Usage, missing);
        }

        context.WriteJson(ResultJson.Of(histories.Select(history => (history.Environment, history.History, history.Manifests)), release));
        context.Say(release is { } one ? Output.HistoryText.OfRelease(histories, one)
            : context.Flag("runs") ? Output.HistoryText.OfRuns(histories)
            : Output.HistoryText.Of(histories));
        return Task.CompletedTask;
    });
}
