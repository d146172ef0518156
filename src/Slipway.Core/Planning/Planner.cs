using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Json;
using Slipway.Core.Planning.Costs;
using Slipway.Core.Planning.Parts;
using Slipway.Core.Planning.Runbooks;
using Slipway.Core.Problems;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning;

/// <summary>
/// Decides the steps that bring an environment from what was observed to what is wanted. It has no effect itself. Each kind of intent has a
/// runbook, which says what is done in each phase; what steps are made of stands in <c>Parts</c>.
/// </summary>
public static class Planner
{
    /// <summary>The plan, for Docker Compose on the local engine.</summary>
    /// <exception cref="SlipwayException">The intent has to be refused.</exception>
    public static Plan Plan(DesiredState desired, ObservedState observed, Intent intent) =>
        Plan(desired, observed, intent, ComposePlatform.Local);

    /// <summary>The plan, with the commands of a platform.</summary>
    /// <exception cref="SlipwayException">The intent has to be refused.</exception>
    public static Plan Plan(DesiredState desired, ObservedState observed, Intent intent, IPlatform platform)
    {
        var context = new PlanContext(desired, observed, intent, platform);
        RefuseWhatIsNotOurs(context);
        var runbook = RunbookOf(context);
        ImmutableArray<Step> steps = Numbered([
            .. runbook.Validate,
            .. runbook.Backup,
            .. runbook.BuildImages,
            .. runbook.Migrate,
            .. runbook.Up,
            .. runbook.HealthCheck,
            .. runbook.Down,
        ]);
        return new Plan
        {
            Stack = desired.Stack.Name,
            Intent = intent,
            Release = runbook.Release,
            Fingerprint = Fingerprint(steps, runbook.Services, context.Basis),
            Basis = context.Basis,
            Steps = steps,
            Cost = PlanCosts.Of(context, steps, runbook),
            Notes = runbook.Notes,
        };
    }

    private static Runbook RunbookOf(PlanContext context) => context.Intent.Kind switch
    {
        IntentKind.Deploy or IntentKind.Promote => ReleaseRunbook.Of(context),
        IntentKind.Rollback => RollbackRunbook.Of(context),
        IntentKind.Backup => BackupRunbook.Of(context),
        IntentKind.Up => UpRunbook.Of(context),
        IntentKind.Down => DownRunbook.Of(context),
        var kind => throw new ArgumentOutOfRangeException(nameof(context), kind, "a run that was interrupted has its own plan already"),
    };

    private static void RefuseWhatIsNotOurs(PlanContext context)
    {
        var desired = context.Desired;
        context.RefuseContainersOfOthers(desired.Project, context.Observed.Containers);
        context.RefuseContainersOfOthers(desired.Stack.Edge.Compose.Project, context.Observed.EdgeContainers);
        if (context.Intent.Kind is IntentKind.Deploy or IntentKind.Promote)
        {
            context.RefuseUnsupportedKeys();
            context.RefuseLostData([.. desired.Compose.Volumes], [.. desired.Compose.Folders]);
        }

        if (context.Intent.Kind is IntentKind.Deploy or IntentKind.Promote or IntentKind.Rollback)
            context.RefuseOtherOptions();
        if (!desired.NameProblems.IsEmpty)
            throw SlipwayException.Of(desired.NameProblems);
    }

    // The ledger identifies a step by its id: two of a kind get numbers.
    private static ImmutableArray<Step> Numbered(ImmutableArray<Step> steps)
    {
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. steps.Select(step =>
            {
                var number = taken[step.Id] = taken.GetValueOrDefault(step.Id) + 1;
                return number == 1 ? step : step with { Id = $"{step.Id}-{number}" };
            }),
        ];
    }

    /// <summary>
    /// The facts that the plan was computed from, and what was decided by them. Times and the new release's number are left
    /// out: two plans of an unchanged host are equal, also when the first one has been begun.
    /// </summary>
    private static string Fingerprint(ImmutableArray<Step> steps, ImmutableArray<PlannedService> services, PlanBasis basis) =>
        CanonicalJson.Sha256(string.Join('\n',
            steps.Select(step => step.Id)
                .Concat(services.Select(service => $"{service.Name} {service.Change} {service.Origin} {service.ImageId}"))
                .Append(basis.Fingerprint)));
}
