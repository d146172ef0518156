using System.Text.Json.Nodes;
using Slipway.Core.Json;

namespace Slipway.Core.Planning;

/// <summary>What a plan costs, as JSON. Property names are fixed: add, never rename.</summary>
internal static class CostJson
{
    public static JsonArray Services(PlanCost cost) => new([.. cost.Services.Select(Service)]);

    public static JsonNode? Edge(PlanCost cost) => cost.Edge is { } edge ? Service(edge) : null;

    /// <summary>What changes in the edge's files; without a diff for a file of users.</summary>
    public static JsonArray EdgeChanges(PlanCost cost) => new([.. cost.EdgeChanges.Select(change => new JsonObject
    {
        ["path"] = change.Path,
        ["change"] = JsonText.Name(change.Kind),
        ["diff"] = change.Diff,
    })]);

    /// <summary>The places of a kind.</summary>
    public static JsonArray Places(PlanCost cost, StorageKind kind) =>
        new([
            .. cost
                .Places.Where(place => place.Kind == kind)
                .Select(place => new JsonObject { ["name"] = place.Name, ["change"] = place.IsNew ? "add" : "leave" }),
        ]);

    public static JsonNode? Migrations(PlanCost cost) => cost.Migrations is not { } migrations ? null : new JsonObject
    {
        ["runs"] = migrations.Runs,
        ["service"] = migrations.Service,
        ["image"] = migrations.Image,
        ["reason"] = migrations.Reason,
        ["applied"] = migrations.Applied,
    };

    public static JsonNode? Backup(PlanCost cost) => cost.Backup is not { } backup ? null : new JsonObject
    {
        ["id"] = backup.Id.ToString(),
        ["database"] = backup.Database,
        ["databaseBytes"] = backup.DatabaseBytes,
        ["lastBytes"] = backup.LastBytes,
        ["kept"] = backup.Kept,
        ["removed"] = JsonText.List(backup.Removed.Select(id => id.ToString())),
    };

    public static JsonArray Disk(PlanCost cost) => new([.. cost.Disk.Select(disk => new JsonObject
    {
        ["mount"] = disk.Mount,
        ["freeBytes"] = disk.FreeBytes,
        ["neededBytes"] = disk.NeededBytes,
        ["enough"] = disk.IsEnough,
        ["needs"] = new JsonArray([.. disk.Needs.Select(need => new JsonObject { ["what"] = need.What, ["bytes"] = need.Bytes })]),
    })]);

    private static JsonObject Service(ServiceCost service) => new()
    {
        ["name"] = service.Name,
        ["change"] = JsonText.Name(service.Effect),
        ["reason"] = service.Reason,
        ["changedKeys"] = JsonText.List(service.ChangedKeys),
        ["image"] = service.Image,
        ["imageFrom"] = service.Origin is { } origin ? JsonText.Name(origin) : null,
        ["imageIdBefore"] = service.ImageIdBefore,
        ["imageIdAfter"] = service.ImageIdAfter,
        ["routed"] = service.IsRouted,
        ["stateful"] = service.IsStateful,
        ["triedFirst"] = service.Effect == ServiceEffect.ReplaceBeside,
        ["held"] = service.IsHeld,
        ["tie"] = service.Tie,
        ["awaySeconds"] = service.Downtime?.Seconds,
        ["awayFrom"] = service.Downtime switch { null or { Seconds: 0 } => null, { MeasuredIn: not null } => "measured", _ => "assumed" },
        ["awayMeasuredIn"] = service.Downtime?.MeasuredIn?.ToString(),
    };
}
