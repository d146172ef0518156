using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;

namespace Slipway.Core.Planning.Parts;

/// <summary>Removes the containers of the old release, once it is known that the new one is healthy.</summary>
internal static class RetireSteps
{
    public static IEnumerable<Step> Of(Rollout rollout)
    {
        var context = rollout.Context;
        var gone = rollout.Gone;
        if (!context.Runs || (gone.IsEmpty && !rollout.Rolling.Any()))
            yield break;
        ImmutableArray<RetiredService> retired =
        [
            .. rollout.Rolling.Select(service => new RetiredService(service.Name, service.Label)),
            .. gone.Select(name => new RetiredService(name, null)),
        ];
        var old = context.Current!.Id;
        yield return new Step(
            "retire-old",
            Phase.HealthCheck,
            $"Drain and remove {string.Join(", ", retired.Select(service => service.Name))} of release {old}",
            "the new release is live",
            new Retire(context.Project, retired, context.Desired.Environment.DrainTime)
        )
        {
            Undo = new StartBeside(
                context.Project,
                [.. retired.Select(service => Live(service.Name))],
                context.Platform.StartNextTo(
                    context.Project,
                    context.Paths.Compose(context.Environment, old),
                    retired.Select(service => (service.Name, rollout.Live(service.Name) + New(service)))
                ),
                context.HealthTimeout
            ),
            UndoTitle = $"start those of release {old} again, next to the new ones",
        };

        BesideService Live(string name) => new(name, rollout.LabelOfLive(name), rollout.Live(name));

        int New(RetiredService service) => service.Kept is null ? 0 : rollout.Wanted(service.Name);
    }
}
