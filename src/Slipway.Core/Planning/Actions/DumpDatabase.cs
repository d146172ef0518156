using System.Collections.Immutable;
using Slipway.Core.Backups;
using Slipway.Core.Commands;

namespace Slipway.Core.Planning.Actions;

/// <summary>
/// Writes the standard output of a command to a backup file, with its SHA-256 taken on the way, and removes backups beyond the number
/// kept.
/// </summary>
[ActionName("dumpDatabase")]
public sealed record DumpDatabase(BackupId BackupId, string Database, Command Command, string Folder, int Kept) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
    [
        $"{Command} > {Folder}/{BackupId}.dump",
        $"writes {Folder}/{BackupId}.json with size and SHA-256; keeps the newest {Kept}",
    ];
}
