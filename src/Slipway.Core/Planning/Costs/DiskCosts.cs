using System.Collections.Immutable;
using Slipway.Core.Backups;
using Slipway.Core.Observed;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Costs;

/// <summary>What a plan writes to the disks of the host, where it is known to be much.</summary>
internal static class DiskCosts
{
    /// <summary>The backup that is taken, and those that go for it.</summary>
    public static BackupCost Of(PlanContext context, DumpDatabase dump)
    {
        var backups = context.Observed.Backups.ToImmutableSortedDictionary(backup => backup.Id, backup => backup.Bytes);
        var taken = context.Observed.History.Backups;
        return new BackupCost
        {
            Id = dump.BackupId,
            Database = dump.Database,
            DatabaseBytes = context.Observed.DatabaseBytes,
            LastBytes = BackupRetention.InOrder(backups.Keys, taken) is [.., var last] ? backups[last] : null,
            Kept = dump.Kept,
            Removed =
            [
                .. BackupRetention
                    .Surplus(
                        backups.Keys.Append(dump.BackupId).Distinct(),
                        taken.Add(dump.BackupId),
                        dump.Kept,
                        context.Observed.History.IdleBackups,
                        context.Observed.History.NeededBackups
                    )
                    .Order(),
            ],
        };
    }

    /// <summary>The room that images and backup need, by file system.</summary>
    public static ImmutableArray<DiskCost> Of(PlanContext context, ImmutableArray<PlannedService> services, BackupCost? backup)
    {
        var observed = context.Observed;
        var needs = new List<(FileSystemSpace? Space, DiskNeed Need)>();
        var built = services.Where(service => service.BuiltBy == service.Name).ToImmutableArray();
        if (!built.IsEmpty)
            needs.Add((observed.EngineSpace, new DiskNeed("built images", Sum(built.Select(service => ImageBytes(observed, service))))));
        if (services.Any(service => service.Origin == ImageOrigin.Registry && service.ImageId is null))
            needs.Add((observed.EngineSpace, new DiskNeed("pulled images", null)));
        if (backup is not null)
            needs.Add((observed.StateSpace, new DiskNeed("the backup", backup.DatabaseBytes ?? backup.LastBytes)));
        return
        [
            .. needs.GroupBy(need => need.Space?.Mount)
                .Select(group => new DiskCost(group.Key, group.First().Space?.FreeBytes, [.. group.Select(need => need.Need)])),
        ];
    }

    /// <summary>
    /// The image that the service has now tells how large the next one may be; of a first one, that of the promoted release.
    /// </summary>
    private static long? ImageBytes(ObservedState observed, PlannedService service) =>
        (observed.Current?.Services.GetValueOrDefault(service.Name) ?? observed.Promoted?.Services.GetValueOrDefault(service.Name))
            is { } like
        && observed.ImageBytes.TryGetValue(like.ImageId, out var bytes) ? bytes : null;

    private static long? Sum(IEnumerable<long?> bytes) => bytes.Aggregate((long?)0, (sum, next) => sum + next);
}
