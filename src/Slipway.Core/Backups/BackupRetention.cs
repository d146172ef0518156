using System.Collections.Immutable;

namespace Slipway.Core.Backups;

/// <summary>Which backups may go.</summary>
public static class BackupRetention
{
    /// <summary>The ids beyond the newest <paramref name="kept"/>. Ids are times and sort by age.</summary>
    public static ImmutableArray<BackupId> Surplus(IEnumerable<BackupId> ids, int kept) =>
        [.. ids.OrderDescending().Skip(Math.Max(1, kept))];
}
