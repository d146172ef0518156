using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Core.Text;

namespace Slipway.Core.Planning.Parts;

/// <summary>Switches the traffic of routed services from one release to another.</summary>
internal static class SwitchSteps
{
    /// <summary>
    /// Switches the traffic to a release that comes to serve. For services that get new containers that is always done: a name that an
    /// earlier deployment has left there may by chance be the one that the new release would get.
    /// </summary>
    public static IEnumerable<Step> Of(Rollout rollout)
    {
        var renewed = rollout
            .Services.Where(service => service.Effect is ServiceEffect.Add or ServiceEffect.ReplaceBeside or ServiceEffect.ReplaceInPlace)
            .Select(service => service.Name)
            .ToImmutableHashSet(StringComparer.Ordinal);
        return Of(
            rollout.Context,
            Upstreams.Of(rollout).Where(routed => renewed.Contains(routed.Service) || IsNews(rollout.Context, routed))
        );
    }

    /// <summary>Switches the traffic to a recorded release, where it goes elsewhere.</summary>
    public static IEnumerable<Step> Of(PlanContext context, ReleaseManifest release) =>
        Of(context, Upstreams.Of(context, release).Where(routed => IsNews(context, routed)));

    private static bool IsNews(PlanContext context, RoutedService routed) =>
        context.Observed.Upstreams.GetValueOrDefault(routed.Upstream.File) != routed.Upstream.Name;

    private static IEnumerable<Step> Of(PlanContext context, IEnumerable<RoutedService> services)
    {
        ImmutableArray<RoutedService> changed = [.. services];
        if (changed.IsEmpty)
            yield break;
        var before = context.Observed.Upstreams;
        yield return new Step(
            "switch-traffic",
            Phase.Up,
            $"Switch traffic to {WordList.And(changed.GroupBy(routed => routed.Release).Select(Text))}",
            "the edge reads the target for each request: there is no reload",
            new SwitchTraffic([.. changed.Select(routed => routed.Upstream)])
        )
        {
            Undo = new SwitchTraffic([
                .. changed.Select(routed => routed.Upstream with { Name = before.GetValueOrDefault(routed.Upstream.File) }),
            ]),
            UndoTitle = changed.Any(routed => before.ContainsKey(routed.Upstream.File))
                ? "switch it back to where it went before"
                : "switch it off, as before",
        };
    }

    private static string Text(IGrouping<string?, RoutedService> services) =>
        services.Key is { } release
            ? $"{WordList.And(services.Select(routed => routed.Service))} of release {release}"
            : WordList.And(services.Select(routed => $"{routed.Upstream.Name}"));
}
