using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Backups;
using Slipway.Core.Stack;

namespace Slipway.Core.Releases;

/// <summary>What the ledger of one environment says, read from its beginning.</summary>
public sealed record History
{
    /// <summary>The id of the step whose evidence is the list of migrations.</summary>
    public const string MigrationsStep = "run-migrations";

    /// <summary>The id of the step whose evidence begins with the id of the backup.</summary>
    public const string BackupStep = "backup-database";

    private static readonly ImmutableHashSet<string> MakeReady =
    [
        "check-plan", "check-window", "ask-guard", "create-env-file", BackupStep, "start-database-for-backup", "pull-images", "tag-images",
        "build-images", "write-release",
    ];

    /// <summary>Whether a step, by its id, changes nothing that runs and no data.</summary>
    public static bool OnlyMakesReady(string step) => MakeReady.Contains(step.TrimEnd([.. "0123456789"]).TrimEnd('-'));

    /// <summary>An environment where nothing has happened.</summary>
    public static History Empty { get; } = new();

    /// <summary>All releases that were ever begun, in the order of their beginning.</summary>
    public ImmutableArray<ReleaseRecord> Releases { get; internal init; } = [];

    /// <summary>The release that the environment runs, or null.</summary>
    public ReleaseId? Current { get; internal init; }

    /// <summary>All runs that were ever begun, in the order of their beginning: also those that made no release.</summary>
    public ImmutableArray<PastRun> Runs { get; internal init; } = [];

    /// <summary>The backups that were taken, in that order.</summary>
    public ImmutableArray<BackupId> Backups { get; internal init; } = [];

    /// <summary>Those among them that were taken by runs which failed before anything was touched.</summary>
    public ImmutableHashSet<BackupId> IdleBackups { get; internal init; } = [];

    /// <summary>
    /// The backups to which the data could have to go back: those taken before the current release, and before the one that a rollback
    /// leads to.
    /// </summary>
    public ImmutableHashSet<BackupId> NeededBackups =>
        [.. Releases.Where(release => release.Id == Current || release.Id == Previous).SelectMany(release => release.Backups)];

    /// <summary>The latest moment that an entry bears; null where there is none.</summary>
    public DateTimeOffset? LatestUtc { get; internal init; }

    /// <summary>The number of the last run.</summary>
    public int LastRun { get; internal init; }

    /// <summary>The last run, if it neither finished nor failed: it is under way, or its process was ended in the middle of it.</summary>
    public InterruptedRun? Interrupted { get; internal init; }

    /// <summary>The last run, if it ended and something of it could not be rolled back; that can be tried again.</summary>
    public InterruptedRun? NotRolledBack { get; internal init; }

    /// <summary>
    /// How long each service was down when its container was last replaced; services of which that was never measured are not there.
    /// </summary>
    public ImmutableSortedDictionary<string, DowntimeMeasurement> Downtimes { get; internal init; } =
        ImmutableSortedDictionary<string, DowntimeMeasurement>.Empty;

    /// <summary>
    /// The last release that ran well and was begun before the current one, or null: going back twice goes back further. The order is that
    /// of the ledger: an id bears a day, and a clock may have been wrong.
    /// </summary>
    public ReleaseId? Previous =>
        Releases.TakeWhile(release => release.Id != Current)
            .Where(release => Current is not null && release.WasLive && release.Outcome != ReleaseOutcome.RolledBack)
            .Select(release => (ReleaseId?)release.Id)
            .LastOrDefault();

    /// <summary>
    /// The release that an intent starts or works on: the one to go back to, otherwise the one that the environment runs; null where there
    /// is none.
    /// </summary>
    public ReleaseId? Wanted(Intent intent) => intent.Kind == IntentKind.Rollback ? intent.To ?? Previous : Current;

    /// <summary>The release of this id, or null.</summary>
    public ReleaseRecord? Find(ReleaseId id) => Releases.FirstOrDefault(release => release.Id == id);

    /// <summary>Reads a ledger.</summary>
    public static History Of(IEnumerable<LedgerEntry> entries)
    {
        var reader = new HistoryReader();
        ImmutableArray<LedgerEntry> list = [.. entries];
        foreach (var entry in list) reader.Add(entry);
        return reader.ToHistory(PastRun.Of(list));
    }
}

/// <summary>A run whose process ended before the run did.</summary>
/// <param name="Run">Its number.</param>
/// <param name="Intent">The name of its intent.</param>
/// <param name="Release">The release it is about, or null.</param>
/// <param name="Step">The step that was last begun or rolled back, or null.</param>
/// <param name="StartedUtc">When the run began.</param>
public sealed record InterruptedRun(int Run, string Intent, ReleaseId? Release, string? Step, DateTimeOffset StartedUtc)
{
    /// <summary>Whether it was being rolled back when it was interrupted.</summary>
    public bool IsBeingUndone { get; init; }

    /// <summary>Who worked on it last.</summary>
    public string? By { get; init; }

    /// <summary>The process that worked on it last, as the programs that it started know it.</summary>
    public string? Owner { get; init; }

    /// <summary>In words, which run it was and where it was interrupted.</summary>
    public string Said(EnvironmentName environment) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"run {Run} of {environment} ({Intent}{(Release is { } release ? $" of release {release}" : "")}, "
            + $"begun {StartedUtc:yyyy-MM-dd HH:mm:ss} UTC by {By}) was interrupted {Where}"
        );

    private string Where => Step is null ? "before its first step" : IsBeingUndone ? $"while {Step} was rolled back" : $"at step {Step}";
}

/// <summary>How a release fared.</summary>
public enum ReleaseOutcome
{
    /// <summary>Begun and not ended: under way, or interrupted.</summary>
    Unfinished,

    /// <summary>It runs now.</summary>
    Live,

    /// <summary>A later release replaced it.</summary>
    Superseded,

    /// <summary>A step failed; it never became the environment's release.</summary>
    Failed,

    /// <summary>It ran, and an operator went back to an earlier one.</summary>
    RolledBack,

    /// <summary>It was interrupted, and an operator had it rolled back.</summary>
    Aborted,
}

/// <summary>A release in the history.</summary>
public sealed record ReleaseRecord(ReleaseId Id, DateTimeOffset StartedUtc)
{
    /// <summary>How it fared.</summary>
    public ReleaseOutcome Outcome { get; init; }

    /// <summary>When its deployment ended, or null.</summary>
    public DateTimeOffset? FinishedUtc { get; init; }

    /// <summary>When it last became the environment's release, or null.</summary>
    public DateTimeOffset? LiveUtc { get; init; }

    /// <summary>What the migrations' command said it did, a line each.</summary>
    public ImmutableArray<string> Migrations { get; init; } = [];

    /// <summary>The backups that the run took which made it.</summary>
    public ImmutableArray<BackupId> Backups { get; init; } = [];

    /// <summary>Who deployed it.</summary>
    public string? By { get; init; }

    /// <summary>Whether it was ever the environment's release.</summary>
    public bool WasLive => LiveUtc is not null;
}
