using System.Collections.Immutable;

namespace Slipway.Core.Backups;

/// <summary>Which backups may go.</summary>
public static class BackupRetention
{
    /// <summary>The ids beyond the newest <paramref name="kept"/>. Ids are times and sort by age.</summary>
    public static ImmutableArray<string> Surplus(IEnumerable<string> ids, int kept) =>
        [.. ids.OrderByDescending(id => id, StringComparer.Ordinal).Skip(Math.Max(1, kept))];
}
