using Cake.Frosting;
using Slipway.Core.Reports;

[TaskName(nameof(VerifyIsolation))]
[TaskDescription("Proves on the running host that the environments cannot reach each other.")]
[Under(Headings.SettingUp, 40)]
[Takes(Options.Json, Options.Stack)]
public sealed class VerifyIsolation : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc />
    public override Task RunAsync(BuildContext context) => context.CallAsync(async cancellation =>
    {
        var proven = await context.UseCases.ProveIsolation.RunAsync(cancellation);
        context.WriteJson(IsolationJson.Of(proven));
        context.Say(Output.IsolationText.Of(proven, Output.Terminal.Width));
        proven.Require();
    });
}
