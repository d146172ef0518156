using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Releases;

namespace Slipway.Engine.Ports;

/// <summary>The source of the application: a work tree, usually of git.</summary>
public interface ISource
{
    /// <summary>
    /// Where the work tree stands. <see cref="SourceRevision.Snapshot"/> is null for a dirty tree: see <see cref="SnapshotAsync"/>.
    /// </summary>
    Task<SourceRevision> RevisionAsync(string folder, CancellationToken cancellation);

    /// <summary>SHA-256 over names and content of what a build sees of a folder, without files and folders that are no source.</summary>
    Task<string> ContextAsync(BuildFolder folder, ImmutableArray<string> noSource, CancellationToken cancellation);

    /// <summary>SHA-256 over names and content of a folder's files: those that git would add, or all where git is not used.</summary>
    Task<string> FingerprintAsync(string folder, CancellationToken cancellation);

    /// <summary>
    /// Keeps the work tree as it is, uncommitted and untracked files included, as a commit that no branch shows; returns its hash. Ignored
    /// files and <paramref name="excluded"/> stay out.
    /// </summary>
    Task<string?> SnapshotAsync(string folder, string name, IEnumerable<string> excluded, CancellationToken cancellation);

    /// <summary>Unpacks a snapshot into a new folder and returns the path of the work tree's root, for which that folder stands.</summary>
    Task<string> ExportAsync(string folder, string snapshot, string destination, CancellationToken cancellation);

    /// <summary>The root of the work tree that a folder is in; null where it is in none.</summary>
    Task<string?> RootAsync(string folder, CancellationToken cancellation);

    /// <summary>Those of some files that git tracks; none where there is no work tree.</summary>
    /// <param name="folder">A folder of the work tree.</param>
    /// <param name="paths">The files' absolute paths.</param>
    /// <param name="cancellation">Ends the question.</param>
    Task<ImmutableHashSet<string>> TrackedAsync(string folder, ImmutableArray<string> paths, CancellationToken cancellation);
}
