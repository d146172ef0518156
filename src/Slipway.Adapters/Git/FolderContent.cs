using System.Security.Cryptography;
using System.Text;
using Slipway.Adapters.Files;

namespace Slipway.Adapters.Git;

/// <summary>What is in a folder, as one number: names, executable bits, content, targets of links. Times and owners do not count.</summary>
internal static class FolderContent
{
    /// <summary>All files and links below a folder, but not git's own, relative and with slashes.</summary>
    public static IReadOnlyList<string> List(string folder)
    {
        try
        {
            return [.. Below(new DirectoryInfo(folder)).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))];
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("list", folder, error);
        }
    }

    /// <summary>
    /// SHA-256 over the named files in ordinal order. A file that is gone is left out; a folder (a repository inside this one) stands for
    /// all it holds.
    /// </summary>
    public static async Task<string> HashAsync(string folder, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var files = names
            .SelectMany(name =>
                IsFolder(Path.Combine(folder, name))
                    ? List(Path.Combine(folder, name)).Select(inner => $"{name.TrimEnd('/')}/{inner}")
                    : [name]
            )
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var entries = new byte[files.Length][];
        await Parallel.ForAsync(0, files.Length, cancellation, async (index, stop) =>
            entries[index] = await EntryAsync(folder, files[index], stop)
        );

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries) hash.AppendData(entry);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Below(DirectoryInfo folder)
    {
        foreach (
            var entry in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
        )
        {
            if (entry.Name == ".git") continue;
            // A link to a folder is a link: what it points to may lie anywhere, or above.
            if (entry is DirectoryInfo inner && inner.LinkTarget is null)
            {
                foreach (var path in Below(inner)) yield return path;
            }
            else
            {
                yield return entry.FullName;
            }
        }
    }

    private static bool IsFolder(string path) => new DirectoryInfo(path) is { Exists: true, LinkTarget: null };

    /// <summary>
    /// Name, kind and SHA-256 of the content; each part ends where the next begins, so no two folders give the same bytes.
    /// </summary>
    private static async Task<byte[]> EntryAsync(string folder, string name, CancellationToken cancellation)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        try
        {
            if (file.LinkTarget is { } target) return Entry(name, "link", SHA256.HashData(Encoding.UTF8.GetBytes(target)));

            await using var content = new FileStream(
                file.FullName,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            return Entry(name, IsExecutable(file) ? "program" : "file", await SHA256.HashDataAsync(content, cancellation));
        }
        catch (Exception error) when (FileFailure.IsNotThere(error) && !name.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return [];
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("read", file.FullName, error);
        }
    }

    private static bool IsExecutable(FileInfo file) => !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);

    private static byte[] Entry(string name, string kind, byte[] content) => [.. Encoding.UTF8.GetBytes($"{name}\0{kind}\0"), .. content];
}
