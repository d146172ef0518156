using Slipway.Core.Planning.Actions;

namespace Slipway.Core.Planning.Parts;

/// <summary>What has to be true before anything that runs is touched: the plan, the maintenance window, the operator's guards.</summary>
internal static class GuardSteps
{
    /// <summary>Said of the undo of a step that only reads.</summary>
    public const string ChangesNothing = "none: it changes nothing";

    public static Step CheckPlan =>
        new(
            "check-plan",
            Phase.Validate,
            "Check that nothing changed since the plan",
            "a plan that no longer fits must not run",
            new CheckUnchanged()
        );

    public static IEnumerable<Step> CheckWindow(PlanContext context)
    {
        if (context.Desired.Environment.Window is not { } window || context.Intent.OverrulesWindow)
            yield break;
        yield return new Step(
            "check-window",
            Phase.Validate,
            $"Check the maintenance window of {context.Environment}",
            $"releases are made at these times only: {window}; --now overrules that",
            new CheckWindow(window)
        )
        {
            UndoTitle = ChangesNothing,
        };
    }

    /// <summary>
    /// Run as late as can be: images are built and the data are safe, and the answer is still true when the first service is touched.
    /// </summary>
    public static IEnumerable<Step> CheckGuards(PlanContext context) =>
        context
            .Desired.Environment.Guards.Where(guard => context.Observed.Runs(guard.Service))
            .Select((guard, index) =>
                new Step(
                    $"ask-guard-{index + 1}",
                    Phase.Migrate,
                    $"Check guard \"{guard.Name}\" ({guard.Service})",
                    $"must pass before {context.Environment} changes",
                    new AskGuard(
                        guard,
                        context.Platform.Exec(
                            context.Observed.Of(guard.Service).First(container => container.IsHealthy).Name,
                            guard.Command
                        )
                    )
                )
                {
                    UndoTitle = ChangesNothing,
                }
            );

    public static IEnumerable<string> Notes(PlanContext context)
    {
        var environment = context.Desired.Environment;
        if (context.Intent.OverrulesWindow && environment.Window is { } window)
            yield return $"! the maintenance window is overruled: {window}";
        foreach (var guard in environment.Guards.Where(guard => !context.Observed.Runs(guard.Service)))
            yield return $"guard skipped: {guard.Name} ({guard.Service} is not running)";
    }
}
