using System.Collections.Immutable;
using Slipway.Core.Compose;
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

    public Task<string> ContextAsync(BuildFolder folder, ImmutableArray<string> noSource, CancellationToken cancellation)
    {
        NoSource = noSource;
        return Task.FromResult(Content(folder.Path));
    }

    public Task<string> FingerprintAsync(string folder, CancellationToken cancellation) => Task.FromResult(Content(folder));

    public Task<string?> SnapshotAsync(string folder, string name, IEnumerable<string> excluded, CancellationToken cancellation) => Task.FromResult<string?>("c0ffee");

    public Task<string> ExportAsync(string folder, string snapshot, string destination, CancellationToken cancellation) => Task.FromResult(folder);

    /// <summary>The files that git tracks.</summary>
    public HashSet<string> Tracked { get; } = [];

    /// <summary>The files that git tracks below a path that is asked for.</summary>
    public Func<string, IEnumerable<string>> TracksBelow { get; set; } = _ => [];

    /// <summary>What was said to be no source when a build's folder was last read.</summary>
    public ImmutableArray<string> NoSource { get; private set; } = [];

    public Task<ImmutableHashSet<string>> TrackedAsync(string folder, ImmutableArray<string> paths, CancellationToken cancellation) => Task.FromResult(paths.Where(Tracked.Contains).Concat(paths.SelectMany(TracksBelow)).ToImmutableHashSet());

    public Task<string?> RootAsync(string folder, CancellationToken cancellation) => Task.FromResult<string?>(folder);
}
