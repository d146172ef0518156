using Slipway.Core.Observed;

namespace Slipway.Adapters.Files;

/// <summary>The room on file systems.</summary>
internal static class DiskSpace
{
    /// <summary>The room where a path lies, or would lie; null where that cannot be found out.</summary>
    public static FileSystemSpace? Of(string path)
    {
        try
        {
            var there = Path.GetFullPath(path);
            while (!Path.Exists(there))
            {
                if (Path.GetDirectoryName(there) is not { } above) return null;
                there = above;
            }

            var mount = DriveInfo
                .GetDrives()
                .Select(drive => drive.RootDirectory.FullName)
                .Where(root => IsIn(there, root))
                .MaxBy(root => root.Length)
                ?? there;
            return new FileSystemSpace(mount, new DriveInfo(OperatingSystem.IsWindows() ? mount : there).AvailableFreeSpace);
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            return null;
        }
    }

    private static bool IsIn(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (
            folder.EndsWith(Path.DirectorySeparatorChar)
            || path.Length == folder.Length
            || path[folder.Length] == Path.DirectorySeparatorChar
        );
}
