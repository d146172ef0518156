using Slipway.Adapters.Processes;

namespace Slipway.Adapters.Files;

/// <summary>Makes files that are private from their first moment, and complete or not there.</summary>
internal static class PrivateFile
{
    /// <summary>0600.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0644, for what is no secret and is read by other users, as certificates in containers are.</summary>
    public const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>0700, for folders.</summary>
    public const UnixFileMode PrivateFolder = Private | UnixFileMode.UserExecute;

    /// <summary>How the name of a file ends that <see cref="Replace"/> has not finished.</summary>
    public const string Unfinished = ".slipway-new";

    /// <summary>Opens a new file for writing; one that is there is an error.</summary>
    public static FileStream Create(string path, UnixFileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        return new FileStream(path, options);
    }

    /// <summary>Replaces or makes a file in one step.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        CreateFolderOf(path);
        var folder = FolderOf(path);
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}{Unfinished}");
        try
        {
            using (var file = Create(unfinished, mode))
            {
                // The umask may have taken bits from the mode, which matters for files that others read.
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file.SafeFileHandle, mode);
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        SyncFolderOf(path);
    }

    /// <summary>Makes the folder of a path, private, unless it is there.</summary>
    public static void CreateFolderOf(string path) => CreateFolder(FolderOf(path));

    /// <summary>Makes a folder and those above it, private, unless they are there.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // .NET gives the mode to the last folder only; those that it makes above it would be readable by everybody.
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full) && Path.GetDirectoryName(full) is { } above) CreateFolder(above);
        Directory.CreateDirectory(full, PrivateFolder);
    }

    /// <summary>Makes sure that a new name is on disk. Windows writes folders by itself.</summary>
    public static void SyncFolderOf(string path)
    {
        if (!OperatingSystem.IsWindows()) Posix.SyncFolder(FolderOf(path));
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
