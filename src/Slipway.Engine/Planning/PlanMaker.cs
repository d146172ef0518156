using System.Collections.Immutable;
using Slipway.Core.Backups;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Text;
using Slipway.Engine.Session;

namespace Slipway.Engine.Planning;

/// <summary>Reads, observes and plans. Checks a saved plan against what is there, and a new release against the rules.</summary>
public sealed class PlanMaker(StackSession session, IReleaseGate gate)
{
    private readonly EnvironmentReader reader = new(session);
    private readonly Observer observer = new(session.Host);

    /// <summary>
    /// The plan for an intent as things are now. Where data would be left behind outside production, the operator is asked.
    /// </summary>
    /// <exception cref="SlipwayException">It has to be refused.</exception>
    public async Task<PlanInHand> MakeAsync(Intent intent, CancellationToken cancellation)
    {
        var loaded = await ReadAsync(intent, cancellation);
        await using var verdict = gate.Begin(intent, loaded, cancellation);
        try
        {
            return await ObserveAndPlanAsync(loaded, intent, verdict, cancellation);
        }
        catch (DataLossException loss) when (loss.MayBeAllowed)
        {
            if (session.Host.Ask.Confirm(loss.Question) is not { } isAllowed) throw;
            if (!isAllowed)
                throw new SlipwayException(
                    ExitCode.Refused,
                    loss.Failure with
                    {
                        Why = "the question was answered with no.\n" + loss.Failure.Why,
                    }
                );
            var allowed = intent with { AllowedVolumes = intent.AllowedVolumes.AddRange(loss.Places) };
            return await ObserveAndPlanAsync(loaded, allowed, verdict, cancellation);
        }
    }

    /// <summary>The saved plan, made again for the same point in time.</summary>
    /// <param name="saved">The saved plan.</param>
    /// <param name="file">Its file, for messages.</param>
    /// <param name="key">The key of the state folder, or null where there is none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SlipwayException">Another plan would come out now; everything that changed is named.</exception>
    public async Task<PlanInHand> MakeAgainAsync(SealedPlan saved, string file, string? key, CancellationToken cancellation)
    {
        using var activity = Activity();
        var intent = saved.Intent;
        var loaded = await reader.ReadAsync(intent, cancellation, saved.AtUtc);
        await using var verdict = gate.Begin(intent, loaded, cancellation);
        var observed = await observer.ObserveAsync(loaded.Desired, intent, cancellation);
        // Before planning: what changed may be the very reason why no plan can be made.
        RefuseWhere(saved.Changes(PlanBasis.Of(loaded.Desired, observed, intent), key, file));
        var plan = Planner.Plan(loaded.Desired, observed, intent);
        var differences = saved.Differences(plan);
        // The time of a backup that was taken is given to no other one, so that the plan is another.
        RefuseWhere(differences.IsEmpty ? [] : BackupsTaken(plan, saved.AtUtc));
        RefuseWhere(differences);
        await verdict.RequireAsync(plan);
        return new PlanInHand(loaded, observed, plan);

        void RefuseWhere(ImmutableArray<string> changes)
        {
            if (changes.IsEmpty) return;
            throw SlipwayException.Refused(
                $"{intent.Target} refused {file}: {Count.Of(changes.Length, "thing")} changed since the plan was made.",
                PlanChanges.Text(changes),
                "make a new plan and look at it; then run that one."
            );
        }
    }

    /// <summary>What changed for the environment since its plan was made, right before the first effect; empty where nothing did.</summary>
    /// <exception cref="SlipwayException">No plan can be made any more.</exception>
    public async Task<ImmutableArray<string>> ChangesAsync(Plan plan, CancellationToken cancellation)
    {
        // The definition may be among what changed.
        var loaded = await new EnvironmentReader(session.Again()).ReadAsync(plan.Intent, cancellation);
        var observed = await observer.ObserveAsync(loaded.Desired, plan.Intent, cancellation);
        return PlanChanges.OwnBetween(plan, PlanBasis.Of(loaded.Desired, observed, plan.Intent), () =>
            Planner.Plan(loaded.Desired, observed, plan.Intent)
        );
    }

    private async Task<LoadedEnvironment> ReadAsync(Intent intent, CancellationToken cancellation)
    {
        using var activity = Activity();
        return await reader.ReadAsync(intent, cancellation);
    }

    private async Task<PlanInHand> ObserveAndPlanAsync(
        LoadedEnvironment loaded,
        Intent intent,
        IPendingVerdict verdict,
        CancellationToken cancellation
    )
    {
        using var activity = Activity();
        var observed = await observer.ObserveAsync(loaded.Desired, intent, cancellation);
        WarnOfClock(observed.History, intent.Environment.ToString());
        var plan = Planner.Plan(loaded.Desired, observed, intent);
        await verdict.RequireAsync(plan);
        return new PlanInHand(loaded, observed, plan);
    }

    private void WarnOfClock(History history, string environment)
    {
        if (ClockMessages.Behind(environment, history.LatestUtc, session.Host.Clock.GetUtcNow()) is { } warning)
            session.Host.Report.Warn(warning);
    }

    private ImmutableArray<string> BackupsTaken(Plan plan, DateTimeOffset at) =>
        [
            .. plan
                .Steps.Select(step => step.Action)
                .OfType<DumpDatabase>()
                .Where(dump => session.Host.Files.Exists($"{dump.Folder}/{BackupId.At(at)}.json"))
                .Select(_ => $"backup {BackupId.At(at)} was taken"),
        ];

    private IDisposable Activity() => session.Host.Report.Activity($"reading {session.Location.DisplayName} and the host");
}
