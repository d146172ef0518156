using System.Globalization;
using System.Text.Json;
using Slipway.Core.Backups;
using Slipway.Core.Planning.Actions;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Backups;

/// <summary>Writes a dump and, once it is complete, its record; then removes backups beyond the number kept.</summary>
public sealed class DumpDatabaseHandler : ActionHandler<DumpDatabase>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(DumpDatabase action, StepContext step)
    {
        var files = step.Host.Files;
        files.CreateFolder(action.Folder);
        // An interrupted run may have taken it; without its record a dump is not known to be complete.
        if (files.Exists($"{action.Folder}/{action.BackupId}.json")) return $"{action.BackupId}: exists already";
        files.Delete($"{action.Folder}/{action.BackupId}.dump");
        var stored = await DumpAsync(action, step);
        var record = new BackupRecord
        {
            Id = action.BackupId,
            Environment = step.Desired.Environment.Name,
            Database = action.Database,
            Bytes = stored.Bytes,
            Sha256 = stored.Sha256,
            CreatedUtc = step.Host.Clock.GetUtcNow(),
        };
        files.WriteText($"{action.Folder}/{action.BackupId}.json", JsonSerializer.Serialize(record, StateJson.Indented));
        RemoveSurplus(action, step);
        return string.Create(CultureInfo.InvariantCulture, $"{action.BackupId}: {stored.Bytes} bytes, sha256 {stored.Sha256}");
    }

    private static async Task<StoredOutput> DumpAsync(DumpDatabase action, StepContext step)
    {
        var stored = await step.Host.Commands.RunToFileAsync(
            action.Command,
            $"{action.Folder}/{action.BackupId}.dump",
            step.Cancellation
        );
        if (stored.Result.Succeeded && stored.Bytes > 0) return stored;
        throw new StepFailedException(
            $"`{action.Command}` ended with exit code {stored.Result.ExitCode} and wrote {stored.Bytes} bytes.",
            Evidence.OfText(stored.Result.Error, step.Redactor),
            "pg_dump"
        );
    }

    // Only once a new one is complete on disk may old ones go. It is the last one, whatever time its name has.
    private static void RemoveSurplus(DumpDatabase action, StepContext step)
    {
        var files = step.Host.Files;
        var history = step.Store.ReadHistory();
        var surplus = BackupRetention.Surplus(
            Observer.Ids(files, action.Folder),
            history.Backups.Add(action.BackupId),
            action.Kept,
            history.IdleBackups,
            history.NeededBackups
        );
        foreach (var old in surplus)
        {
            files.Delete($"{action.Folder}/{old}.json");
            files.Delete($"{action.Folder}/{old}.dump");
        }
    }
}
