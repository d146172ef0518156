using System.Collections.Immutable;
using Slipway.Core.Commands;
using Targets;

namespace Output;

/// <summary>The phases of plans, as they follow each other.</summary>
internal static class PipelineText
{
    /// <summary>For example <c>Validate → Backup → Up → HealthCheck</c>.</summary>
    public static string Of(Target target) => string.Join(" → ", target.Pipeline);

    /// <summary>What <c>--tree</c> adds to the tree of Cake, which shows targets and no steps.</summary>
    public static IEnumerable<string> Lines(ImmutableArray<Target> targets)
    {
        var planned = targets.Where(target => target.HasPlan)
            .OrderBy(target => Headings.All.IndexOf(target.Heading)).ThenBy(target => target.Rank).ToArray();
        yield return $"Pipelines of plans; `{Invocation.Form(nameof(Plan), "--for=<Target>")}` shows the steps:";
        foreach (var target in planned) yield return $"  {target.Name.PadRight(planned.Max(one => one.Name.Length))}  {Of(target)}";
    }
}
