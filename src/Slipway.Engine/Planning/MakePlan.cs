using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Engine.Session;

namespace Slipway.Engine.Planning;

/// <summary>
/// Shows what would be done. Nothing is changed but the file that the plan is saved to, if there is one, and the key that goes with it.
/// </summary>
public sealed class MakePlan(StackSession session, PlanMaker plans)
{
    private readonly InterruptedRuns interrupted = new(session);

    /// <summary>The plan for an intent.</summary>
    /// <param name="intent">What is wanted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="file">Where the plan is saved; null for nowhere.</param>
    public async Task<Plan> RunAsync(Intent intent, CancellationToken cancellation, PlanFile? file = null)
    {
        file?.RequireSavable(intent);
        if (intent.Kind is IntentKind.Resume or IntentKind.Abort)
            return interrupted.Find(intent) is { } left ? left.PlanOf(intent) : interrupted.Nothing(intent);
        if (session.Store(intent.Environment).ReadHistory().Interrupted is { } run && session.Worker(intent.Environment) is null)
            session.Host.Report.Warn($"{run.Said(intent.Environment)}; {intent.Target} is refused until Resume or Abort has ended it");
        var planned = await plans.MakeAsync(session.Complete(intent), cancellation);
        if (file is not null) await file.WriteAsync(planned, cancellation);
        return planned.Plan;
    }
}
