using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Slipway.Adapters.Processes;
using Slipway.Core.Observed;

namespace Slipway.Adapters.Files;

/// <summary>Reads what a container sees of a file or folder that it mounts.</summary>
internal static class FileTreeReader
{
    private const int MostLinks = 40;

    // What a kernel says of a file that this user may not read, and of a socket.
    private const int MayNot = 13;
    private const int NoSuchDevice = 6;

    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The path with every link on the way followed; what is behind one that leads nowhere stays as it is.</summary>
    public static string RealPathOf(string path) => Follow(Path.GetFullPath(path), 0);

    /// <summary>Reads it, files side by side.</summary>
    public static async Task<FileTree> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (Directory.Exists(path))
            {
                var folder = new DirectoryInfo(path);
                var inside = Below(folder).Take(FileTree.MostEntries).Select(entry => (Path.GetRelativePath(path, entry.FullName), entry));
                return await ReadAsync([(FileTree.Itself, folder), .. inside], isFolder: true, cancellation);
            }

            return File.Exists(path)
                ? await ReadAsync([("", new FileInfo(path))], isFolder: false, cancellation)
                : FileTree.Of(FileTreeState.Missing);
        }
        catch (Exception error) when (error is UnauthorizedAccessException || IsErrno(error, MayNot))
        {
            return FileTree.Of(FileTreeState.Unreadable);
        }
        catch (IOException error) when (IsErrno(error, NoSuchDevice))
        {
            return FileTree.Of(FileTreeState.Special);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("read", path, error);
        }
    }

    private static bool IsErrno(Exception error, int number) => OperatingSystem.IsLinux() && (error.HResult & 0xFFFF) == number;

    // Links are not followed: what they lead to need not be what a container finds there.
    private static IEnumerable<FileSystemInfo> Below(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", All))
        {
            yield return entry;
            if (entry is not DirectoryInfo { LinkTarget: null } inner) continue;
            foreach (var below in Below(inner)) yield return below;
        }
    }

    private static async Task<FileTree> ReadAsync(
        ImmutableArray<(string Name, FileSystemInfo Entry)> entries,
        bool isFolder,
        CancellationToken cancellation
    )
    {
        var bytes = entries.Sum(entry => entry.Entry is FileInfo { LinkTarget: null } file ? file.Length : 0);
        if (entries.Length > FileTree.MostEntries || bytes > FileTree.MostBytes) return FileTree.Of(FileTreeState.TooLarge, isFolder);
        var read = new string?[entries.Length];
        await Parallel.ForAsync(0, entries.Length, cancellation, async (index, stop) =>
            read[index] = await EntryAsync(entries[index].Entry, stop)
        );
        if (read.Contains(null)) return FileTree.Of(FileTreeState.Special, isFolder);
        return new FileTree(
            FileTreeState.Complete,
            isFolder,
            entries.Zip(read).ToImmutableSortedDictionary(pair => pair.First.Name, pair => pair.Second!, StringComparer.Ordinal)
        );
    }

    /// <summary>SHA-256 of kind and content; null for what has none.</summary>
    private static async Task<string?> EntryAsync(FileSystemInfo entry, CancellationToken cancellation)
    {
        if (entry.LinkTarget is { } target) return Hash("link", Encoding.UTF8.GetBytes(target));
        var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : entry.UnixFileMode;
        var readable = mode.HasFlag(UnixFileMode.OtherRead) ? " of all" : "";
        if (entry is DirectoryInfo) return Hash($"folder{(mode.HasFlag(UnixFileMode.OtherExecute) ? " of all" : "")}", []);

        using var handle = Open(entry.FullName);
        await using var content = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (!content.CanSeek) return null;
        var kind = mode.HasFlag(UnixFileMode.UserExecute) ? "program" : "file";
        return Hash(kind + readable, await SHA256.HashDataAsync(content, cancellation));
    }

    private static SafeFileHandle Open(string path) => OperatingSystem.IsLinux()
        ? Posix.OpenForRead(path)
        : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static string Hash(string kind, byte[] content) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(kind), 0, .. content]));

    private static string Follow(string path, int links)
    {
        if (Path.GetDirectoryName(path) is not { } above || links == MostLinks) return path;
        var here = Path.Combine(Follow(above, links), Path.GetFileName(path));
        return new FileInfo(here).LinkTarget is { } target
            ? Follow(Path.GetFullPath(target, Path.GetDirectoryName(here)!), links + 1)
            : here;
    }
}
