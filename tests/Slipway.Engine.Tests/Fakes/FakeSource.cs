using Slipway.Core.Releases;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>A clean work tree.</summary>
internal sealed class FakeSource : ISource
{
    public Task<SourceRevision> RevisionAsync(string folder, CancellationToken cancellation) => Task.FromResult(new SourceRevision("c0ffee", false, "c0ffee"));

    public Task<string> FingerprintAsync(string folder, CancellationToken cancellation) => Task.FromResult($"content of {folder}");

    public Task<string?> SnapshotAsync(string folder, string name, IEnumerable<string> excluded, CancellationToken cancellation) => Task.FromResult<string?>("c0ffee");

    public Task<string> ExportAsync(string folder, string snapshot, string destination, CancellationToken cancellation) => Task.FromResult(folder);
}
