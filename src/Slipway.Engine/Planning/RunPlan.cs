using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Stack;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Planning;

/// <summary>
/// Does what is wanted: lock, plan, run; or, where a saved plan is given, runs exactly that. An empty plan has no effect and leaves no
/// trace in the ledger. What Resume and Abort finish has its plan already: that is <see cref="FinishRun"/>'s.
/// </summary>
public sealed class RunPlan(StackSession session, PlanMaker plans, RunFrame frame)
{
    /// <summary>Runs an intent.</summary>
    /// <param name="intent">What is wanted.</param>
    /// <param name="cancellation">Ends the step in hand at once.</param>
    /// <param name="file">The saved plan; null for one that is made now.</param>
    public async Task<RunOutcome> RunAsync(Intent intent, CancellationToken cancellation, PlanFile? file = null)
    {
        var environment = session.Find(intent.Environment);
        intent = session.Complete(intent);
        var saved = file?.Read(session.Definition.Name, intent);
        using var mine = session.Lock(environment.Name, intent.Target);
        var store = session.Store(environment.Name);
        RefuseInterrupted(intent, store.ReadHistory());

        var (loaded, observed, plan) = saved is null
            ? await plans.MakeAsync(intent, cancellation)
            : await plans.MakeAgainAsync(saved, file!.Name, file.ReadKey(session.Paths), cancellation);

        RequireWindow(plan);
        if (!plan.Changes) return RunFrame.Outcome(session, plan, loaded.Desired);
        foreach (var line in PlanText.Summary(plan))
            session.Host.Report.Say(line);
        var record = new RunRecord
        {
            Format = RunRecord.CurrentFormat,
            Run = observed.History.LastRun + 1,
            Plan = plan,
            Desired = loaded.Desired,
            Env = loaded.Env,
        };
        store.Runs.Write(record);
        var serves = Serves(observed, environment.Name);
        var traffic = await frame.WorkAsync(
            record,
            loaded,
            mine,
            executor => executor.RunAsync(plan, record.Run, serves, cancellation),
            cancellation
        );
        return RunFrame.Outcome(session, plan, loaded.Desired) with { Traffic = traffic };
    }

    private static void RefuseInterrupted(Intent intent, History history)
    {
        if (history.Interrupted is not { } run) return;
        var release = history.Current is { } current
            ? $"{intent.Environment}'s release is {current}"
            : $"{intent.Environment} has no release yet";
        throw new SlipwayException(
            ExitCode.Refused,
            new Failure($"{intent.Target} was refused: {run.Said(intent.Environment)}.")
            {
                Do = Executor.WaysOut(intent.Environment),
                Now = $"{release}, and nothing was changed by this command.",
            }
        );
    }

    /// <summary>The plan checks it again when it is run; a release that cannot be made now is not begun.</summary>
    private void RequireWindow(Plan plan)
    {
        var now = session.Host.Clock.GetUtcNow();
        if (plan.Steps.Select(step => step.Action).OfType<CheckWindow>().FirstOrDefault() is not { Window: var window }) return;
        if (window.OpenUntil(now) is null) throw new SlipwayException(ExitCode.Refused, WindowMessages.Closed(plan.Intent, window, now));
    }

    private static string Serves(ObservedState observed, EnvironmentName environment) =>
        (observed.Current, observed.Containers.Any(container => container.IsHealthy)) switch
        {
            ({ } current, true) => $"{environment} still serves release {current.Id}.",
            ({ } current, false) => $"{environment} does not run, as before; its release is {current.Id}.",
            (null, true) => $"{environment} has containers that run, of no release that this state folder knows.",
            _ => $"{environment} serves nothing yet.",
        };
}
