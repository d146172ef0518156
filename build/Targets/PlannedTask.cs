using Cake.Frosting;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Targets;

/// <summary>A target that has a plan: <c>Plan</c> shows the steps, the target itself runs them.</summary>
[Takes(Options.Stack, Options.Json)]
public abstract class PlannedTask : AsyncFrostingTask<BuildContext>
{
    /// <summary>What the operator wants, as the options say it.</summary>
    public abstract Intent IntentOf(BuildContext context);

    /// <summary>What is wanted of the environment that has the role which the target serves.</summary>
    /// <exception cref="SlipwayException">There is none, or several could have it.</exception>
    protected Intent IntentOf(IntentKind kind, BuildContext context) =>
        Intent.For(kind, context.UseCases.Find(TargetList.Of(GetType()).Serves!.Value));

    /// <inheritdoc />
    public sealed override Task RunAsync(BuildContext context) => context.RunAsync(this);
}
