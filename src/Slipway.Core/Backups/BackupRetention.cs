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

    /// <summary>The ids beyond the last <paramref name="kept"/>, the oldest last.</summary>
    /// <inheritdoc cref="InOrder" />
    public static ImmutableArray<BackupId> Surplus(IEnumerable<BackupId> ids, ImmutableArray<BackupId> taken, int kept) =>
        [.. InOrder(ids, taken).Reverse().Skip(Math.Max(1, kept))];
}
