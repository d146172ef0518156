using System.Text;
using Microsoft.Win32.SafeHandles;
using Slipway.Adapters.Processes;
using Slipway.Core.Observed;
using Slipway.Core.Problems;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Files;

/// <summary>The file system of this machine.</summary>
public sealed class FileStore : IFiles
{
    private const int LargestTextBytes = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc />
    public string? ReadText(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (file.Length > LargestTextBytes) throw NoText(path, $"it has {file.Length} bytes; a text may have {LargestTextBytes}.");

            var bytes = new byte[file.Length];
            var text = Utf8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            // Editors on Windows put a byte order mark in front, which is no part of the text.
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (Exception error) when (FileFailure.IsNotThere(error))
        {
            return null;
        }
        catch (DecoderFallbackException error)
        {
            throw NoText(path, $"the byte at {error.Index} is not UTF-8.", error);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("read", path, error);
        }
    }

    /// <inheritdoc />
    public void WriteText(string path, string text) =>
        Do("write", path, () => PrivateFile.Replace(path, Utf8.GetBytes(text), PrivateFile.Private));

    /// <inheritdoc />
    public void AppendLine(string path, string line)
    {
        if (line.AsSpan().IndexOfAny('\r', '\n') >= 0) throw new ArgumentException("A line has no line break in it.", nameof(line));

        Do("append to", path, () =>
        {
            PrivateFile.CreateFolderOf(path);
            var isNew = !File.Exists(path);
            using (var file = OpenForAppend(path)) Append(file, line);
            if (isNew) PrivateFile.SyncFolderOf(path);
        });
    }

    /// <inheritdoc />
    public void Delete(string path) => Do("remove", path, () => File.Delete(path));

    /// <inheritdoc />
    public void DeleteFolder(string path) => Do("remove", path, () => Directory.Delete(path, recursive: true));

    /// <inheritdoc />
    public bool Exists(string path) => File.Exists(path);

    /// <inheritdoc />
    public bool FolderExists(string path) => Directory.Exists(path);

    /// <inheritdoc />
    public UnixFileMode? ModeOf(string path) => OperatingSystem.IsWindows() || !File.Exists(path) ? null : File.GetUnixFileMode(path);

    /// <inheritdoc />
    public string RealPathOf(string path) => FileTreeReader.RealPathOf(path);

    /// <inheritdoc />
    public Task<FileTree> ReadTreeAsync(string path, CancellationToken cancellation) => FileTreeReader.ReadAsync(path, cancellation);

    /// <inheritdoc />
    public void Move(string from, string to) => Do("move", from, () =>
    {
        if (Directory.Exists(from)) Directory.Move(from, to);
        else File.Move(from, to, overwrite: true);
        PrivateFile.SyncFolderOf(to);
    });

    /// <inheritdoc />
    public FileSystemSpace? SpaceOf(string path) => DiskSpace.Of(path);

    /// <inheritdoc />
    public IReadOnlyList<string> ListFiles(string folder) =>
        Names(folder, Directory.EnumerateFiles, name => !name.EndsWith(PrivateFile.Unfinished, StringComparison.Ordinal));

    /// <inheritdoc />
    public IReadOnlyList<string> ListFolders(string folder) => Names(folder, Directory.EnumerateDirectories, _ => true);

    /// <inheritdoc />
    public void CreateFolder(string path) => Do("make", path, () => PrivateFile.CreateFolder(path));

    /// <inheritdoc />
    public ITemporaryFolder CreateTemporaryFolder()
    {
        try
        {
            return new TemporaryFolder();
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("make a folder in", Path.GetTempPath(), error);
        }
    }

    private static SafeFileHandle OpenForAppend(string path) => OperatingSystem.IsLinux()
        ? Posix.OpenForAppend(path)
        : File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

    private static void Append(SafeFileHandle file, string line)
    {
        var length = RandomAccess.GetLength(file);
        var last = new byte[1];
        var isTorn = length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != '\n';
        // After a line that a power cut left without its end, the new one must not become a part of it.
        RandomAccess.Write(file, Utf8.GetBytes((isTorn ? "\n" : "") + line + "\n"), length);
        RandomAccess.FlushToDisk(file);
    }

    private static string[] Names(string folder, Func<string, IEnumerable<string>> list, Func<string, bool> isWanted)
    {
        try
        {
            return [.. list(folder).Select(path => Path.GetFileName(path)).Where(isWanted).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("list", folder, error);
        }
    }

    private static void Do(string attempt, string path, Action action)
    {
        try
        {
            action();
        }
        catch (DirectoryNotFoundException) when (attempt == "remove")
        {
            // It is gone, which is what was wanted.
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of(attempt, path, error);
        }
    }

    private static SlipwayException NoText(string path, string why, Exception? cause = null) =>
        new(
            ExitCode.Failed,
            new Failure($"Cannot read {path} as text.")
            {
                Why = why,
                Do = "check that the path names the text file that was meant, and save it as UTF-8.",
            },
            cause
        );
}
