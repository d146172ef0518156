using System.Collections.Immutable;

namespace Slipway.Core.Backups;

/// <summary>Which backups may go.</summary>
public static class BackupRetention
{
    /// <summary>
    /// Backups in the order in which they were taken. An id is a time, and a clock may have been wrong: what the ledger says of the order
    /// counts. Those that it does not know come first, by their times.
    /// </summary>
    /// <param name="ids">The backups that are there.</param>
    /// <param name="taken">Those that were ever taken, in that order.</param>
    public static ImmutableArray<BackupId> InOrder(IEnumerable<BackupId> ids, ImmutableArray<BackupId> taken) =>
        [.. ids.OrderBy(id => taken.LastIndexOf(id)).ThenBy(id => id)];

    /// <summary>
    /// The ids beyond the last <paramref name="kept"/>, the oldest last. Backups of runs that changed nothing push no other one out, and
    /// one that is needed never goes.
    /// </summary>
    /// <param name="ids">The backups that are there.</param>
    /// <param name="taken">Those that were ever taken, in that order.</param>
    /// <param name="kept">How many are kept; the last one always.</param>
    /// <param name="idle">Those of runs that changed nothing.</param>
    /// <param name="needed">Those that a release could go back to.</param>
    public static ImmutableArray<BackupId> Surplus(
        IEnumerable<BackupId> ids,
        ImmutableArray<BackupId> taken,
        int kept,
        ImmutableHashSet<BackupId> idle,
        ImmutableHashSet<BackupId> needed
    )
    {
        ImmutableArray<BackupId> newest = [.. InOrder(ids, taken).Reverse()];
        var most = Math.Max(1, kept);
        var stays = newest.Take(most).Concat(newest.Where(id => !idle.Contains(id)).Take(most)).Concat(needed).ToImmutableHashSet();
        return [.. newest.Where(id => !stays.Contains(id))];
    }
}
