using System.Text.Json.Nodes;
using Slipway.Core.Json;

namespace Slipway.Core.Planning;

/// <summary>A plan as <c>--json</c> writes it, and as a saved plan holds it. Property names are fixed: add, never rename.</summary>
public static class PlanJson
{
    /// <summary>A plan as it is written to a file.</summary>
    public static string Of(Plan plan) => JsonText.Of(Node(plan));

    /// <summary>A plan as a value.</summary>
    public static JsonObject Node(Plan plan) => new()
    {
        ["stack"] = plan.Stack,
        ["environment"] = plan.Intent.Environment.ToString(),
        ["intent"] = plan.Intent.Target,
        ["release"] = plan.Release?.ToString(),
        ["fingerprint"] = plan.Fingerprint,
        ["changes"] = plan.Changes,
        ["downtimeSeconds"] = plan.DowntimeSeconds,
        ["services"] = CostJson.Services(plan.Cost),
        ["edge"] = CostJson.Edge(plan.Cost),
        ["edgeFiles"] = JsonText.List(plan.Cost.EdgeFiles),
        ["edgeChanges"] = CostJson.EdgeChanges(plan.Cost),
        ["volumes"] = CostJson.Places(plan.Cost, StorageKind.Volume),
        ["folders"] = CostJson.Places(plan.Cost, StorageKind.Folder),
        ["networks"] = CostJson.Places(plan.Cost, StorageKind.Network),
        ["certificates"] = CostJson.Places(plan.Cost, StorageKind.Certificates),
        ["envFiles"] = CostJson.Places(plan.Cost, StorageKind.EnvFile),
        ["migrations"] = CostJson.Migrations(plan.Cost),
        ["backup"] = CostJson.Backup(plan.Cost),
        ["disk"] = CostJson.Disk(plan.Cost),
        ["notes"] = JsonText.List(plan.Notes),
        ["steps"] = new JsonArray([.. plan.Steps.Select(step => new JsonObject
        {
            ["id"] = step.Id,
            ["phase"] = step.Phase.ToString(),
            ["title"] = step.Title,
            ["reason"] = step.Reason,
            ["effects"] = JsonText.List(step.Effects),
            ["undo"] = step.UndoTitle,
            ["downtimeSeconds"] = step.DowntimeSeconds,
        })]),
    };
}
