using System.Collections.Immutable;
using Slipway.Core.Json;
using Slipway.Core.Observed;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Tests.Fakes;

/// <summary>Files in memory.</summary>
internal sealed class FakeFiles : IFiles
{
    /// <summary>The content by path.</summary>
    public SortedDictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    /// <summary>Told of every line that is appended.</summary>
    public Action<string> OnAppend { get; set; } = _ => { };

    /// <summary>The paths that were read, in order.</summary>
    public List<string> Reads { get; } = [];

    public string? ReadText(string path)
    {
        Reads.Add(path);
        return Texts.GetValueOrDefault(path);
    }

    public void WriteText(string path, string text) => Texts[path] = text;

    public void AppendLine(string path, string line)
    {
        var before = Texts.GetValueOrDefault(path, "");
        Texts[path] = before + (before.Length > 0 && !before.EndsWith('\n') ? "\n" : "") + line + "\n";
        OnAppend(line);
    }

    public string RealPathOf(string path) => path;

    public Task<FileTree> ReadTreeAsync(string path, CancellationToken cancellation)
    {
        var entries = Texts.Where(file => file.Key == path || file.Key.StartsWith(path + "/", StringComparison.Ordinal))
            .ToImmutableSortedDictionary(file => file.Key == path ? "" : file.Key[(path.Length + 1)..], file => CanonicalJson.Sha256(file.Value), StringComparer.Ordinal);
        return Task.FromResult(entries.IsEmpty ? FileTree.Of(FileTreeState.Missing) : new FileTree(FileTreeState.Complete, !entries.ContainsKey(""), entries));
    }

    public void Move(string from, string to)
    {
        foreach (var (path, text) in Texts.Where(file => file.Key == from || file.Key.StartsWith(from + "/", StringComparison.Ordinal)).ToArray())
        {
            Texts.Remove(path);
            Texts[to + path[from.Length..]] = text;
        }
    }

    public void Delete(string path) => Texts.Remove(path);

    public void DeleteFolder(string path)
    {
        foreach (var file in Texts.Keys.Where(file => file.StartsWith(path + "/", StringComparison.Ordinal)).ToArray()) Texts.Remove(file);
    }

    public bool Exists(string path) => Texts.ContainsKey(path);

    public bool FolderExists(string path) => Texts.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal));

    /// <summary>The room wherever it is asked for.</summary>
    public FileSystemSpace? Space { get; set; } = new("/", 1_000_000);

    public FileSystemSpace? SpaceOf(string path) => Space;

    public UnixFileMode? ModeOf(string path) => Texts.ContainsKey(path) ? UnixFileMode.UserRead | UnixFileMode.UserWrite : null;

    public IReadOnlyList<string> ListFiles(string folder) => [.. Texts.Keys.Where(file => Path.GetDirectoryName(file) == folder).Select(file => Path.GetFileName(file))];

    public IReadOnlyList<string> ListFolders(string folder) =>
        [.. Texts.Keys.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal)).Select(file => file[(folder.Length + 1)..].Split('/')).Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct()];

    public void CreateFolder(string path)
    {
    }

    public ITemporaryFolder CreateTemporaryFolder() => new Temporary(this);

    private sealed class Temporary(FakeFiles files) : ITemporaryFolder
    {
        public string Path => "/tmp/fake";

        public void Dispose() => files.DeleteFolder(Path);
    }
}
