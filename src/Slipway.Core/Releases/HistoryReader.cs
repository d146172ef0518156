using System.Collections.Immutable;
using Slipway.Core.Backups;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>Makes a history of a ledger's entries, one after the other.</summary>
internal sealed class HistoryReader
{
    private readonly List<ReleaseRecord> releases = [];
    private readonly HashSet<string> notUndone = new(StringComparer.Ordinal);
    private readonly ImmutableSortedDictionary<string, DowntimeMeasurement>.Builder downtimes =
        ImmutableSortedDictionary.CreateBuilder<string, DowntimeMeasurement>(StringComparer.Ordinal);
    private readonly List<BackupId> backups = [];
    private readonly List<BackupId> ofRun = [];
    private readonly HashSet<BackupId> idle = [];
    private bool isTouched;
    private DateTimeOffset? latest;
    private ReleaseId? current;
    private InterruptedRun? last;
    private bool isOpen;
    private int lastRun;

    /// <summary>What the entries so far say.</summary>
    public History ToHistory(ImmutableArray<PastRun> runs) => new()
    {
        Releases = [.. releases],
        Runs = runs,
        Current = current,
        LastRun = lastRun,
        Interrupted = isOpen ? last : null,
        NotRolledBack = isOpen || notUndone.Count == 0 ? null : last,
        Downtimes = downtimes.ToImmutable(),
        Backups = [.. backups],
        IdleBackups = [.. idle],
        LatestUtc = latest,
    };

    /// <summary>Reads the next entry.</summary>
    public void Add(LedgerEntry entry)
    {
        lastRun = Math.Max(lastRun, entry.Run);
        if (latest is null || entry.AtUtc > latest) latest = entry.AtUtc;
        foreach (var (service, seconds) in entry.DowntimeSeconds ?? ImmutableSortedDictionary<string, double>.Empty)
            downtimes[service] = new DowntimeMeasurement(seconds, entry.AtUtc);
        switch (entry.Event)
        {
            case LedgerEvent.RunStarted:
                Start(entry);
                break;

            case LedgerEvent.RunResumed or LedgerEvent.RunAborting when last is not null:
                last = last with { By = entry.By, Owner = entry.Owner, IsBeingUndone = entry.Event == LedgerEvent.RunAborting };
                isOpen = true;
                break;

            case LedgerEvent.StepStarted or LedgerEvent.StepFailed or LedgerEvent.UndoStarted when last is not null:
                last = last with { Step = entry.Step, IsBeingUndone = entry.Event != LedgerEvent.StepStarted };
                isTouched |= !History.OnlyMakesReady(entry.Step ?? "");
                break;

            case LedgerEvent.UndoFailed:
                notUndone.Add(entry.Step ?? "");
                break;

            case LedgerEvent.StepUndone:
                notUndone.Remove(entry.Step ?? "");
                break;

            case LedgerEvent.StepDone when entry is { Step: History.MigrationsStep, Text: { } applied }:
                Migrate(entry, applied);
                break;

            case LedgerEvent.StepDone when entry is { Step: History.BackupStep, Text: { } evidence }:
                if (BackupId.TryParse(evidence.Split(':')[0], out var backup)) Take(backup);
                break;

            case LedgerEvent.RunFailed or LedgerEvent.RunAborted:
                Fail(entry);
                break;

            case LedgerEvent.RunDone:
                Finish(entry);
                break;

            default:
                break;
        }
    }

    private void Start(LedgerEntry entry)
    {
        last = new InterruptedRun(entry.Run, entry.Intent, entry.Release, null, entry.AtUtc) { By = entry.By, Owner = entry.Owner };
        isOpen = true;
        isTouched = false;
        ofRun.Clear();
        notUndone.Clear();
        if (At(entry) < 0 && MakesRelease(entry))
            releases.Add(new ReleaseRecord(entry.Release!.Value, entry.AtUtc) { By = entry.By });
    }

    private void Take(BackupId backup)
    {
        backups.Add(backup);
        ofRun.Add(backup);
    }

    private void Migrate(LedgerEntry entry, string applied)
    {
        if (At(entry) is not (>= 0 and var at)) return;
        releases[at] = releases[at] with
        {
            Migrations = [.. applied.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
    }

    private void Fail(LedgerEntry entry)
    {
        isOpen = false;
        if (!isTouched) idle.UnionWith(ofRun);
        // A repair of the release that runs may fail too; the release is no worse for it.
        if (At(entry) is not (>= 0 and var at) || !MakesRelease(entry)) return;
        if (releases[at] is not { WasLive: false, Outcome: ReleaseOutcome.Unfinished }) return;
        releases[at] = releases[at] with
        {
            Outcome = entry.Event == LedgerEvent.RunAborted ? ReleaseOutcome.Aborted : ReleaseOutcome.Failed,
            FinishedUtc = entry.AtUtc,
        };
    }

    private void Finish(LedgerEntry entry)
    {
        isOpen = false;
        var at = At(entry);
        if (at < 0 || !(MakesRelease(entry) || entry.Intent == nameof(IntentKind.Rollback))) return;
        if (current is { } before && before != entry.Release)
        {
            var index = releases.FindLastIndex(release => release.Id == before);
            var isGoingBack = entry.Intent == nameof(IntentKind.Rollback) && at < index;
            releases[index] = releases[index] with { Outcome = isGoingBack ? ReleaseOutcome.RolledBack : ReleaseOutcome.Superseded };
        }

        current = entry.Release;
        releases[at] = releases[at] with
        {
            Outcome = ReleaseOutcome.Live,
            FinishedUtc = releases[at].FinishedUtc ?? entry.AtUtc,
            LiveUtc = entry.AtUtc,
            Backups = MakesRelease(entry) ? [.. ofRun] : releases[at].Backups,
        };
    }

    private int At(LedgerEntry entry) => entry.Release is { } id ? releases.FindLastIndex(release => release.Id == id) : -1;

    private static bool MakesRelease(LedgerEntry entry) =>
        entry is { Release: not null, Intent: nameof(IntentKind.Deploy) or nameof(IntentKind.Promote) };
}
