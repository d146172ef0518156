using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Text;

namespace Slipway.Core.Planning.Parts;

/// <summary>Starts the containers of a release, and says how that is rolled back.</summary>
internal static class RolloutSteps
{
    /// <summary>
    /// Starts what serves in the end, in the order of Compose: first what services that are replaced rolling wait for, then those, then the
    /// rest. Nothing else that runs is touched before the new containers of routed services are healthy.
    /// </summary>
    /// <param name="rollout">The rollout.</param>
    /// <param name="started">The step that started the database before, if there was one.</param>
    public static IEnumerable<Step> Start(Rollout rollout, ImmutableArray<Step> started)
    {
        var context = rollout.Context;
        if (!context.Runs)
        {
            yield return All(rollout);
            yield break;
        }

        // A database that changes was replaced before the migrations already.
        var database = started.IsEmpty ? null : context.Desired.Environment.Database?.Service;
        ImmutableArray<RolloutService> rest =
        [
            .. rollout.Services.Where(service =>
                service.Effect is ServiceEffect.Add or ServiceEffect.Start or ServiceEffect.ReplaceInPlace or ServiceEffect.Run
                && service.Name != database
            ),
        ];
        var needed = rollout.NeededByRolling();
        ImmutableArray<RolloutService> early = rollout.Rolling.Any() ? StartOrder.WithGuests(rollout, rest, IsEarly) : [];
        foreach (var group in StartOrder.Groups(rollout, early))
            yield return Early(rollout, group);
        if (rollout.Rolling.Any())
            yield return Rolling(rollout);
        foreach (var group in StartOrder.Groups(rollout, [.. rest.Except(early)]))
        {
            yield return rollout.IsJob(group[0].Name)
                ? JobSteps.Run(rollout, group)
                : InPlace(rollout, "start-services", group, WhyInPlace(rollout, group));
        }

        bool IsEarly(RolloutService service) =>
            needed.Contains(service.Name)
            || (service.Effect == ServiceEffect.Add && !rollout.DependsOnReplaced(service.Name));
    }

    private static Step Early(Rollout rollout, ImmutableArray<RolloutService> group)
    {
        if (rollout.IsJob(group[0].Name)) return JobSteps.Run(rollout, group);
        return group.All(service => service.Effect == ServiceEffect.Add)
            ? InPlace(rollout, "start-added", group, "new in the release, and the replaced services may need them")
            : InPlace(
                rollout,
                "start-services",
                group,
                $"{WhyInPlace(rollout, group)}, and what is replaced rolling depends on {Count.Noun(group.Length, "it", "them")}"
            );
    }

    /// <summary>What brings services of the current release back, in place.</summary>
    public static StepAction? BackInPlace(Rollout rollout, IEnumerable<string> names)
    {
        var context = rollout.Context;
        if (context.Current is not { } current) return null;
        ImmutableArray<string> all = [.. names];
        ImmutableArray<string> before = [.. all.Where(current.Services.ContainsKey)];
        return before.IsEmpty
            ? new Retire(context.Project, [.. all.Select(name => new RetiredService(name, null))], TimeSpan.Zero)
            : new StartServices(
                context.Project,
                context.Platform.StartOnly(
                    context.Project,
                    context.Paths.Compose(context.Environment, current.Id),
                    context.HealthTimeout,
                    removesOthers: before.Length < all.Length,
                    before
                )
            )
            {
                Held = HeldRequests.During(rollout, before, isUndo: true),
            };
    }

    private static string WhyInPlace(Rollout rollout, ImmutableArray<RolloutService> services)
    {
        var replaced = services.Where(service => service.Effect == ServiceEffect.ReplaceInPlace).Select(service => service.Name).ToList();
        return replaced.Count == 0
            ? "the release has them"
            : $"{string.Join(", ", replaced)} of {(rollout.Context.Current is { } current ? $"release {current.Id}" : "no known release")} "
                + $"{Count.Noun(replaced.Count, "is", "are")} replaced";
    }

    private static Step All(Rollout rollout)
    {
        var context = rollout.Context;
        // Compose runs the jobs of a new release in their order; those of an earlier one have run.
        ImmutableArray<string> names = [.. rollout.Services.Select(service => service.Name).Where(name => !rollout.HasRun(name))];
        return new Step(
            "start-services",
            Phase.Up,
            $"Start {string.Join(", ", names)}",
            "the release has them",
            new StartServices(
                context.Project,
                names.Length == rollout.Services.Length
                    ? context.Platform.Start(context.Project, rollout.File, context.HealthTimeout)
                    : context.Platform.StartOnly(context.Project, rollout.File, context.HealthTimeout, removesOthers: true, names)
            )
        )
        {
            Undo = RunCommands.Of(context.Platform.Stop(context.Project, rollout.File)),
            UndoTitle = ReleaseSteps.RemoveTitle,
        };
    }

    private static Step InPlace(Rollout rollout, string id, ImmutableArray<RolloutService> started, string reason)
    {
        var context = rollout.Context;
        ImmutableArray<string> names = [.. started.Select(service => service.Name)];
        ImmutableArray<string> replaced =
        [
            .. started.Where(service => service.Effect == ServiceEffect.ReplaceInPlace).Select(service => service.Name),
        ];
        return new Step(
            id,
            Phase.Up,
            $"Start {string.Join(", ", names)}",
            reason,
            new StartServices(
                context.Project,
                context.Platform.StartOnly(context.Project, rollout.File, context.HealthTimeout, removesOthers: false, names)
            )
            {
                Held = HeldRequests.During(rollout, replaced, isUndo: false),
            }
        )
        {
            Undo = BackInPlace(rollout, names),
            UndoTitle = context.Current is not { } current ? ReleaseSteps.UnknownTitle
                : names.Any(current.Services.ContainsKey) ? $"start what release {current.Id} has of them"
                : "stop and remove them; volumes stay",
            DowntimeSeconds = context.Costs.DowntimeSeconds(replaced),
        };
    }

    private static Step Rolling(Rollout rollout)
    {
        var context = rollout.Context;
        ImmutableArray<RolloutService> rolling = [.. rollout.Rolling];
        return new Step(
            "start-beside",
            Phase.Up,
            $"Start {string.Join(", ", rolling.Select(service => service.Name))} next to the live containers",
            "the live containers get all requests until the new ones are healthy",
            new StartBeside(
                context.Project,
                [.. rolling.Select(service => new BesideService(service.Name, service.Label, rollout.Wanted(service.Name)))],
                context.Platform.StartNextTo(
                    context.Project,
                    rollout.File,
                    rolling.Select(service => (service.Name, Others(service) + rollout.Wanted(service.Name)))
                ),
                context.HealthTimeout
            )
        )
        {
            Undo = new Retire(
                context.Project,
                [.. rolling.Select(service => new RetiredService(service.Name, rollout.LabelOfLive(service.Name)))],
                context.Desired.Environment.DrainTime
            ),
            UndoTitle = "stop and remove the new ones",
        };

        int Others(RolloutService service) =>
            context.Observed.Of(service.Name).Count(container => container.Release != service.Label);
    }
}
