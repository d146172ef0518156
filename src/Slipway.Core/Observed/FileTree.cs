using System.Collections.Immutable;
using Slipway.Core.Json;

namespace Slipway.Core.Observed;

/// <summary>Whether all of a file or folder could be read.</summary>
public enum FileTreeState
{
    /// <summary>All of it was read.</summary>
    Complete,

    /// <summary>There is nothing at the path.</summary>
    Missing,

    /// <summary>This user may not read all of it.</summary>
    Unreadable,

    /// <summary>It has more files or bytes than are read.</summary>
    TooLarge,

    /// <summary>It is or holds what has no content: a socket, a pipe, a device.</summary>
    Special,
}

/// <summary>A file, or a folder with all that is in it: what a container that mounts it sees.</summary>
/// <param name="State">Whether all of it could be read.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Entries">
/// SHA-256 by relative path, of a file itself under the empty path: of kind, content or a link's target, and of the mode whether it is
/// executable and whether everybody may read it. Owners, times, and what else a mode says, differ between checkouts of one commit.
/// </param>
public sealed record FileTree(FileTreeState State, bool IsFolder, ImmutableSortedDictionary<string, string> Entries)
{
    /// <summary>The most files and folders that are read.</summary>
    public const int MostEntries = 20_000;

    /// <summary>The most bytes that are read.</summary>
    public const long MostBytes = 512L * 1024 * 1024;

    /// <summary>The path of the folder itself among its entries.</summary>
    public const string Itself = ".";

    /// <summary>SHA-256 over all entries.</summary>
    public string Fingerprint => CanonicalJson.Sha256(
        string.Join('\n', Entries.Select(entry => $"{entry.Key}\0{entry.Value}").Prepend(IsFolder ? "folder" : "file")));

    /// <summary>One that could not be read.</summary>
    public static FileTree Of(FileTreeState state, bool isFolder = false) =>
        new(state, isFolder, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
}
