using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;
using Slipway.Engine.Validation;

namespace Slipway.Engine.Planning;

/// <summary>Reads, observes and plans. Holds a saved plan against what is there, and a new release against the rules.</summary>
public sealed class PlanMaker(Host host, StackLocation location)
{
    private readonly DefinitionReader reader = new(host, location);
    private readonly Observer observer = new(host);
    private readonly ReleaseGate gate = new(host, location);

    /// <summary>Whether warnings of the rules stand in the way of a release too.</summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// The plan for an intent as things are now. Where data would be left behind outside production, the operator is asked.
    /// </summary>
    /// <exception cref="SlipwayException">It has to be refused.</exception>
    public async Task<PlanInHand> MakeAsync(Intent intent, CancellationToken cancellation)
    {
        try
        {
            return await LookAndPlanAsync(intent, cancellation);
        }
        catch (DataLossException custody) when (custody.MayBeAllowed)
        {
            switch (host.Ask.Confirm(custody.Question))
            {
                case null:
                    throw;
                case false:
                    throw new SlipwayException(
                        ExitCode.Refused,
                        custody.Failure with
                        {
                            Why = "the question was answered with no.\n" + custody.Failure.Why,
                        }
                    );
                default:
                    return await LookAndPlanAsync(
                        intent with
                        {
                            AllowedVolumes = intent.AllowedVolumes.AddRange(custody.Places),
                        },
                        cancellation
                    );
            }
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
        var reading = await reader.ReadAsync(intent, cancellation, saved.AtUtc);
        await using var verdict = gate.Begin(intent, reading, cancellation);
        var observed = await observer.ObserveAsync(reading.Desired, intent, cancellation);
        // Before planning: what changed may be the very reason why no plan can be made.
        RefuseWhere(saved.Changes(PlanBasis.Of(reading.Desired, observed, intent), key, file));
        var plan = Planner.Plan(reading.Desired, observed, intent);
        RefuseWhere(saved.Differences(plan));
        RefuseWhere([.. plan.Steps.Select(step => step.Action).OfType<DumpDatabase>()
            .Where(dump => host.Files.Exists($"{dump.Folder}/{dump.BackupId}.json")).Select(dump => $"backup {dump.BackupId} was taken")]);
        await verdict.RequireAsync(plan, IsStrict);
        return new PlanInHand(reading, observed, plan);

        void RefuseWhere(ImmutableArray<string> changes)
        {
            if (changes.IsEmpty)
                return;
            throw new SlipwayException(
                ExitCode.Refused,
                new Failure($"{intent.Target} refused {file}: {Count(changes.Length)} since the plan was made.")
                {
                    Why = PlanChanges.Text(changes),
                    Do = "make a new plan and look at it; then run that one.",
                    Now = Failure.NothingChanged,
                }
            );
        }
    }

    /// <summary>What changed for the environment since its plan was made, right before the first effect; empty where nothing did.</summary>
    /// <exception cref="SlipwayException">No plan can be made any more.</exception>
    public async Task<ImmutableArray<string>> ChangesAsync(Plan plan, CancellationToken cancellation)
    {
        var reading = await reader.ReadAsync(plan.Intent, cancellation);
        var observed = await observer.ObserveAsync(reading.Desired, plan.Intent, cancellation);
        return PlanChanges.OwnBetween(plan, PlanBasis.Of(reading.Desired, observed, plan.Intent), () =>
            Planner.Plan(reading.Desired, observed, plan.Intent)
        );
    }

    private async Task<PlanInHand> LookAndPlanAsync(Intent intent, CancellationToken cancellation)
    {
        using var activity = Activity();
        var reading = await reader.ReadAsync(intent, cancellation);
        await using var verdict = gate.Begin(intent, reading, cancellation);
        var observed = await observer.ObserveAsync(reading.Desired, intent, cancellation);
        var plan = Planner.Plan(reading.Desired, observed, intent);
        await verdict.RequireAsync(plan, IsStrict);
        return new PlanInHand(reading, observed, plan);
    }

    private IDisposable Activity() => host.Report.Activity($"reading {location.DisplayName} and the host");

    private static string Count(int changes) => changes == 1 ? "1 thing changed" : $"{changes} things changed";
}
