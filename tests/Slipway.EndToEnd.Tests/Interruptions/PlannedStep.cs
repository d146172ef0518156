using System.Collections.Immutable;
using System.Text.Json;

namespace Slipway.EndToEnd.Tests.Interruptions;

/// <summary>A step as <c>Plan --json</c> shows it.</summary>
/// <param name="Id">The step's id.</param>
/// <param name="HasUndo">Whether it can be undone.</param>
internal sealed record PlannedStep(string Id, bool HasUndo)
{
    /// <summary>The steps of a plan.</summary>
    public static ImmutableArray<PlannedStep> Of(JsonElement plan) =>
    [
        .. plan.GetProperty("steps").EnumerateArray().Select(step =>
            new PlannedStep(step.GetProperty("id").GetString()!, !step.GetProperty("undo").GetString()!.StartsWith("none", StringComparison.Ordinal))),
    ];
}
