using Cake.Frosting;
using Slipway.Core.Releases;

/// <summary>A target that has a plan: <c>Plan</c> shows the steps, the target itself runs them.</summary>
[Takes(Options.Stack, Options.Json)]
public abstract class PlannedTask : AsyncFrostingTask<BuildContext>
{
    /// <summary>What the operator wants, as the options say it.</summary>
    public abstract Intent IntentOf(BuildContext context);

    /// <inheritdoc />
    public sealed override Task RunAsync(BuildContext context) => context.RunAsync(this);
}
