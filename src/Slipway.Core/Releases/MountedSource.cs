using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Text;

namespace Slipway.Core.Releases;

/// <summary>
/// A file or folder of the work tree that services mount and do not write to. A release holds a copy of it, which its containers mount.
/// </summary>
public sealed record MountedSource
{
    private const int MostFilesByName = 200;
    private const int MostNamed = 3;

    /// <summary>The absolute path, as the rendered model has it.</summary>
    public required string Path { get; init; }

    /// <summary>The same with every link followed: what is copied.</summary>
    public required string RealPath { get; init; }

    /// <summary>The path for people, relative to the work tree.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it could be read.</summary>
    public required FileTreeState State { get; init; }

    /// <summary>SHA-256 of all of it: the name of its copy.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>SHA-256 of each file, by name for people; of a folder with very many files one for all of it.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether a release can have a copy of it.</summary>
    public bool IsHeld => State == FileTreeState.Complete;

    /// <summary>What was read at a path.</summary>
    public static MountedSource Of(string path, string realPath, string name, FileTree tree) => new()
    {
        Path = path,
        RealPath = realPath,
        Name = name,
        State = tree.State,
        Fingerprint = tree.Fingerprint,
        Files = tree.State == FileTreeState.Complete ? FilesOf(name, tree) : ImmutableSortedDictionary<string, string>.Empty,
    };

    /// <summary>SHA-256 of each file that a service mounts, by name; null where it mounts none of these sources.</summary>
    public static ImmutableSortedDictionary<string, string>? FilesOf(ComposeService service, ImmutableArray<MountedSource> sources)
    {
        var paths = service.Mounts.Select(mount => mount.Source).ToHashSet(StringComparer.Ordinal);
        var mounted = sources.Where(source => paths.Contains(source.Path)).ToList();
        return mounted.Count == 0
            ? null
            : mounted.SelectMany(source => source.Files)
                .DistinctBy(file => file.Key, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>The files that differ, as a reason; null where none does.</summary>
    public static string? ChangeBetween(
        ImmutableSortedDictionary<string, string> before,
        ImmutableSortedDictionary<string, string>? after
    )
    {
        var now = after ?? ImmutableSortedDictionary<string, string>.Empty;
        var changed = before.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .ToImmutableArray();
        if (changed.IsEmpty) return null;
        var named = changed.Length > MostNamed
            ? [.. changed.Take(MostNamed), $"{changed.Length - MostNamed} more"]
            : changed;
        return $"the mounted {Count.Noun(changed.Length, "file")} {WordList.And(named)} changed";
    }

    private static ImmutableSortedDictionary<string, string> FilesOf(string name, FileTree tree)
    {
        var files = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        if (!tree.IsFolder) return files.Add(name, tree.Fingerprint);
        return tree.Entries.Count > MostFilesByName
            ? files.Add(name + "/", tree.Fingerprint)
            : files.AddRange(tree.Entries.Select(entry => KeyValuePair.Create(NameIn(name, entry.Key), entry.Value)));
    }

    private static string NameIn(string folder, string entry) => $"{folder}/{(entry == FileTree.Itself ? "" : entry)}";
}
