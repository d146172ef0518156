using System.Collections.Immutable;
using Slipway.Core.Backups;
using Slipway.Core.Edge;

namespace Slipway.Core.Planning;

/// <summary>What a plan costs: who is down for how long, what is new on the host, what is kept safe and what it needs.</summary>
public sealed record PlanCost
{
    /// <summary>A plan that touches nothing.</summary>
    public static PlanCost None { get; } = new();

    /// <summary>The services of the environment, in the order of their names; empty where the plan is about none.</summary>
    public ImmutableArray<ServiceCost> Services { get; init; } = [];

    /// <summary>The edge, where the plan starts it or makes it anew; otherwise null.</summary>
    public ServiceCost? Edge { get; init; }

    /// <summary>The edge's files that change, with the routes in them.</summary>
    public ImmutableArray<string> EdgeFiles { get; init; } = [];

    /// <summary>What changes in them, in the same order.</summary>
    public ImmutableArray<EdgeChange> EdgeChanges { get; init; } = [];

    /// <summary>What is new on the host and stays, and what is left behind there.</summary>
    public ImmutableArray<StorageCost> Places { get; init; } = [];

    /// <summary>The migrations, where the environment has any and the plan makes a release.</summary>
    public MigrationCost? Migrations { get; init; }

    /// <summary>The backup that is taken, or null.</summary>
    public BackupCost? Backup { get; init; }

    /// <summary>What is written to each file system, where it is known to be much.</summary>
    public ImmutableArray<DiskCost> Disk { get; init; } = [];
}

/// <summary>What a place on the host is.</summary>
public enum StorageKind
{
    /// <summary>A Docker volume.</summary>
    Volume,

    /// <summary>A folder of the host.</summary>
    Folder,

    /// <summary>A Docker network.</summary>
    Network,

    /// <summary>A folder of certificates.</summary>
    Certificates,

    /// <summary>An env file.</summary>
    EnvFile,
}

/// <summary>A place on the host that is made, or that is left behind.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its real name or absolute path.</param>
/// <param name="IsNew">Whether it is made; otherwise it stays on the host and nothing uses it any more.</param>
public sealed record StorageCost(StorageKind Kind, string Name, bool IsNew);

/// <summary>What a plan does about migrations.</summary>
/// <param name="Runs">Whether they run.</param>
/// <param name="Service">The service whose image brings them.</param>
/// <param name="Image">The image's reference.</param>
/// <param name="Reason">Why they run, or do not.</param>
/// <param name="Applied">How many are applied now; null where that is not known.</param>
public sealed record MigrationCost(bool Runs, string Service, string Image, string Reason, int? Applied);

/// <summary>The backup that a plan takes.</summary>
public sealed record BackupCost
{
    /// <summary>Its id.</summary>
    public required BackupId Id { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>What the database takes on disk, which no dump of it exceeds; null where it could not be asked.</summary>
    public long? DatabaseBytes { get; init; }

    /// <summary>The size of the newest backup so far, or null.</summary>
    public long? LastBytes { get; init; }

    /// <summary>How many backups are kept.</summary>
    public required int Kept { get; init; }

    /// <summary>The backups that go, since enough newer ones are there.</summary>
    public ImmutableArray<BackupId> Removed { get; init; } = [];
}

/// <summary>What a plan writes to a file system.</summary>
/// <param name="Mount">Where the file system is mounted; null where that could not be found out.</param>
/// <param name="FreeBytes">What is free on it; null where that could not be found out.</param>
/// <param name="Needs">What is written, and about how much.</param>
public sealed record DiskCost(string? Mount, long? FreeBytes, ImmutableArray<DiskNeed> Needs)
{
    /// <summary>What is needed, of what is known.</summary>
    public long NeededBytes => Needs.Sum(need => need.Bytes ?? 0);

    /// <summary>Whether there is room for all of it; null where not everything is known.</summary>
    public bool? IsEnough =>
        FreeBytes is not { } free ? null
        : NeededBytes > free ? false
        : Needs.All(need => need.Bytes is not null) ? true
        : null;
}

/// <summary>Something that takes room on a disk.</summary>
/// <param name="What">What it is, in a word or two.</param>
/// <param name="Bytes">About how much; null where that is not known.</param>
public sealed record DiskNeed(string What, long? Bytes);
