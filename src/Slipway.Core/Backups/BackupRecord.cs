using Slipway.Core.Stack;

namespace Slipway.Core.Backups;

/// <summary>What is known of a backup; written beside its file.</summary>
public sealed record BackupRecord
{
    /// <summary>Its id; the file's name without its ending.</summary>
    public required BackupId Id { get; init; }

    /// <summary>The environment.</summary>
    public required EnvironmentName Environment { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The file's size.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 that was taken while the file was written, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was complete.</summary>
    public required DateTimeOffset CreatedUtc { get; init; }
}
