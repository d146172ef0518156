using Slipway.Core.Observed;

namespace Slipway.Engine.Ports;

/// <summary>The file system. What is written is private: files 0600, folders 0700.</summary>
public interface IFiles
{
    /// <summary>The content, or null where there is no such file.</summary>
    /// <exception cref="Core.Problems.SlipwayException">The file cannot be read, or is not UTF-8 text.</exception>
    string? ReadText(string path);

    /// <summary>Replaces or makes a file in one step: a reader sees the old content or the new one, also after a power cut.</summary>
    void WriteText(string path, string text);

    /// <summary>Appends one line and returns when it is on disk.</summary>
    void AppendLine(string path, string line);

    /// <summary>Removes a file; no error where there is none.</summary>
    void Delete(string path);

    /// <summary>Removes a folder and what is in it; no error where there is none.</summary>
    void DeleteFolder(string path);

    /// <summary>Whether there is a file of this path.</summary>
    bool Exists(string path);

    /// <summary>Whether there is a folder of this path.</summary>
    bool FolderExists(string path);

    /// <summary>A file's permission bits; null where there is no such file, and on systems that have none.</summary>
    UnixFileMode? ModeOf(string path);

    /// <summary>The path with every link on the way followed, as far as there is something.</summary>
    string RealPathOf(string path);

    /// <summary>
    /// Reads a file, or a folder with all in it; links in it are not followed. What cannot be read is no error, but a
    /// <see cref="FileTree.State"/>.
    /// </summary>
    Task<FileTree> ReadTreeAsync(string path, CancellationToken cancellation);

    /// <summary>Gives a file or folder another name on the same file system, in one step; takes the place of a file that has it.</summary>
    void Move(string from, string to);

    /// <summary>The room on the file system that holds a path, or would hold it; null where that cannot be found out.</summary>
    FileSystemSpace? SpaceOf(string path);

    /// <summary>The names of the files in a folder, in ordinal order; empty where there is no such folder.</summary>
    IReadOnlyList<string> ListFiles(string folder);

    /// <summary>The names of the folders in a folder, in ordinal order; empty where there is no such folder.</summary>
    IReadOnlyList<string> ListFolders(string folder);

    /// <summary>Makes a folder with mode 0700 and those above it; leaves one that is there as it is.</summary>
    void CreateFolder(string path);

    /// <summary>Makes a new private folder for files that are needed for a moment only. Dispose removes it.</summary>
    ITemporaryFolder CreateTemporaryFolder();
}

/// <summary>A private folder that is removed when it is disposed of.</summary>
public interface ITemporaryFolder : IDisposable
{
    /// <summary>The folder.</summary>
    string Path { get; }
}
