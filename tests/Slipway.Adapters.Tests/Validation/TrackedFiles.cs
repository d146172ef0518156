using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Tests.Validation;

/// <summary>A work tree of which only the tracked files are asked for.</summary>
internal sealed class TrackedFiles(ImmutableHashSet<string> paths) : ISource
{
    public Task<ImmutableHashSet<string>> TrackedAsync(string folder, ImmutableArray<string> asked, CancellationToken cancellation) => Task.FromResult(paths.Intersect(asked));

    public Task<string?> RootAsync(string folder, CancellationToken cancellation) => Task.FromResult<string?>(null);

    public Task<string> ContextAsync(BuildFolder folder, ImmutableArray<string> noSource, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<SourceRevision> RevisionAsync(string folder, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<string> FingerprintAsync(string folder, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<string?> SnapshotAsync(string folder, string name, IEnumerable<string> excluded, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<string> ExportAsync(string folder, string snapshot, string destination, CancellationToken cancellation) => throw new NotSupportedException();
}
