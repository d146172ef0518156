using System.Collections.Immutable;
using Slipway.Core.Edge;

namespace Slipway.Core.Planning.Parts;

/// <summary>At which upstreams the edge keeps requests waiting, so that nobody gets an error while a service is down.</summary>
internal static class HeldRequests
{
    /// <summary>The upstreams at which requests have to wait while services are replaced in place, and what they name afterwards.</summary>
    /// <param name="rollout">The rollout.</param>
    /// <param name="names">The services.</param>
    /// <param name="isUndo">Whether it is rolled back: they name then what they named before.</param>
    public static ImmutableArray<Upstream> During(Rollout rollout, IEnumerable<string> names, bool isUndo)
    {
        var desired = rollout.Context.Desired;
        ImmutableArray<string> replaced = [.. names.Where(rollout.Context.Observed.Runs)];
        // Without its data a service answers nothing: then everybody waits.
        var isQuiet = replaced.Any(name => desired.Compose.Find(name) is { Volumes.IsEmpty: false });
        var firsts = replaced
            .Select(name => ServicePlanner.FirstOf(desired.Environment, name))
            .OfType<string>()
            .Select(first => Upstream.FileOf(desired.Project, first))
            .ToImmutableHashSet(StringComparer.Ordinal);
        return
        [
            .. InUse(rollout)
                .Where(upstream => isQuiet || firsts.Contains(upstream.File))
                .Select(upstream => !isUndo && firsts.Contains(upstream.File) ? upstream : AsItIs(rollout, upstream)),
        ];
    }

    /// <summary>All upstreams of the environment that are in use, to be held and given back as they are.</summary>
    public static ImmutableArray<Upstream> All(Rollout rollout) => [.. InUse(rollout).Select(upstream => AsItIs(rollout, upstream))];

    private static IEnumerable<Upstream> InUse(Rollout rollout) =>
        Upstreams
            .Of(rollout)
            .Select(routed => routed.Upstream)
            .Where(upstream => rollout.Context.Observed.Upstreams.ContainsKey(upstream.File));

    private static Upstream AsItIs(Rollout rollout, Upstream upstream) =>
        upstream with
        {
            Name = rollout.Context.Observed.Upstreams[upstream.File],
        };
}
