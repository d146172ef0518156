using Cake.Frosting;
using Slipway.Core.Reports;

/// <summary>Proves on the running host that the environments do not reach each other.</summary>
[TaskName(nameof(VerifyIsolation))]
[TaskDescription("Proves on the running host that the environments do not reach each other.")]
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
