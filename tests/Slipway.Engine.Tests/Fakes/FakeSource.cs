using System.Collections.Immutable;
using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>A clean work tree.</summary>
internal sealed class FakeSource : ISource
{
    /// <summary>What a folder's content is, by the folder.</summary>
    public Func<string, string> Content { get; set; } = folder => $"content of {folder}";

    /// <summary>The commit that is checked out.</summary>
    public string Commit { get; set; } = "c0ffee";

    public Task<SourceRevision> RevisionAsync(string folder, CancellationToken cancellation) => Task.FromResult(new SourceRevision(Commit, false, Commit));

    public Task<string> FingerprintAsync(string folder, CancellationToken cancellation) => Task.FromResult(Content(folder));

    public Task<string?> SnapshotAsync(string folder, string name, IEnumerable<string> excluded, CancellationToken cancellation) => Task.FromResult<string?>("c0ffee");

    public Task<string> ExportAsync(string folder, string snapshot, string destination, CancellationToken cancellation) => Task.FromResult(folder);

    public Task<ImmutableHashSet<string>> TrackedAsync(string folder, ImmutableArray<string> paths, CancellationToken cancellation) => Task.FromResult(ImmutableHashSet<string>.Empty);
}
