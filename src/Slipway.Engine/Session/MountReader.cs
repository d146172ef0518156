using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>
/// Reads what services mount of the work tree and do not write to: configs, secrets, what is mounted read-only, and single files that git
/// tracks. Anything else is data, or belongs to the host, and stays what it is.
/// </summary>
public sealed class MountReader(Host host, StackLocation location)
{
    /// <summary>What is mounted, in the order of the paths.</summary>
    /// <param name="model">The rendered model.</param>
    /// <param name="environment">The environment: a run makes its certificates itself.</param>
    /// <param name="newEnvFile">The env file, where a run makes that too; null otherwise.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ImmutableArray<MountedSource>> ReadAsync(
        ComposeModel model,
        EnvironmentDefinition environment,
        string? newEnvFile,
        CancellationToken cancellation
    )
    {
        var made = location.CertificateFolders(environment).Concat(newEnvFile is null ? [] : [newEnvFile]);
        var mounts = model
            .Services.SelectMany(service => service.Mounts)
            .Where(mount => mount.Kind is MountKind.Folder or MountKind.Secret or MountKind.Config && mount.Source.StartsWith('/'))
            .ToImmutableArray();
        if (mounts.IsEmpty) return [];
        var root = await host.Source.RootAsync(location.Folder, cancellation) ?? location.Folder;
        var data = (await DataAsync(mounts, cancellation)).Concat(made).Append(location.StateRoot).Select(host.Files.RealPathOf).ToList();
        // Whose file is missing does not start, wherever it was to be.
        var lost = mounts
            .Where(mount => mount.Kind != MountKind.Folder && !host.Files.Exists(mount.Source) && !host.Files.FolderExists(mount.Source))
            .Select(mount => mount.Source)
            .ToHashSet(StringComparer.Ordinal);
        var sources = mounts
            .Select(mount => mount.Source)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Real: host.Files.RealPathOf(path)))
            .Where(source => IsOf(root, source.Real) || lost.Contains(source.Path))
            .Where(source => !data.Exists(place => RelativePath.Overlap(place, source.Real)))
            .ToImmutableArray();
        var trees = await Task.WhenAll(sources.Select(source => host.Files.ReadTreeAsync(source.Real, cancellation)));
        return
        [
            .. sources.Zip(trees).Select(read =>
                MountedSource.Of(read.First.Path, read.First.Real, NameOf(read.First.Path, read.First.Real, root), read.Second)
            ),
        ];
    }

    // What a service may write to is its data, but for a file that is a part of the source.
    private async Task<IEnumerable<string>> DataAsync(ImmutableArray<ComposeMount> mounts, CancellationToken cancellation)
    {
        var writable = mounts
            .Where(mount => mount is { Kind: MountKind.Folder, IsReadOnly: false })
            .Select(mount => mount.Source)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableArray();
        var tracked = await host.Source.TrackedAsync(location.Folder, [.. writable.Where(host.Files.Exists)], cancellation);
        return writable.Where(path => !tracked.Contains(path));
    }

    // A whole work tree that is mounted has git's own files in it, which change by themselves.
    private bool IsOf(string root, string path) =>
        host.Files.RealPathOf(root) is var real && path != real && RelativePath.IsWithin(path, real);

    private string NameOf(string path, string realPath, string root) =>
        RelativePath.IsWithin(path, root) ? Path.GetRelativePath(root, path)
        : IsOf(root, realPath) ? Path.GetRelativePath(host.Files.RealPathOf(root), realPath)
        : path;
}
