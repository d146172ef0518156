namespace Slipway.Core.Backups;

/// <summary>A complete backup in the state folder.</summary>
/// <param name="Id">Its id, which is its time.</param>
/// <param name="Bytes">Its size; null where its record cannot be read.</param>
public sealed record ObservedBackup(BackupId Id, long? Bytes);
