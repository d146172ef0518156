using System.Collections.Immutable;
using Slipway.Adapters.Files;
using Slipway.Core.Compose;

namespace Slipway.Adapters.Git;

/// <summary>What a build sees of a folder: all but what its ignore file names. Whether git knows of it makes no difference.</summary>
internal static class BuildContent
{
    private const string IgnoreFile = ".dockerignore";

    // Links are not followed, as the build does not; what is hidden counts too.
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>SHA-256 of what the build sees, the Dockerfile included wherever it lies.</summary>
    public static async Task<string> HashAsync(BuildFolder folder, ImmutableArray<string> noSource, CancellationToken cancellation)
    {
        var names = List(folder, [.. noSource]);
        var content = await FolderContent.HashAsync(folder.Path, names, cancellation);
        if (folder.Dockerfile is not { } dockerfile || !File.Exists(dockerfile)) return content;
        // The build reads it although an ignore file names it, or although it lies elsewhere.
        if (names.Contains(Path.GetRelativePath(folder.Path, dockerfile).Replace('\\', '/'), StringComparer.Ordinal)) return content;
        return content + await FolderContent.HashAsync(Path.GetDirectoryName(dockerfile)!, [Path.GetFileName(dockerfile)], cancellation);
    }

    /// <summary>The files and links that the build sees, relative and with slashes.</summary>
    public static List<string> List(BuildFolder folder, HashSet<string> noSource)
    {
        try
        {
            var ignore = IgnoreOf(folder);
            return [.. Below(new DirectoryInfo(folder.Path), "", new Sight(ignore, noSource), ignore.Root)];
        }
        catch (Exception error) when (FileFailure.Is(error))
        {
            throw FileFailure.Of("list", folder.Path, error);
        }
    }

    /// <summary>An ignore file beside the Dockerfile, of its name, takes the place of the context's own.</summary>
    private static DockerIgnore IgnoreOf(BuildFolder folder)
    {
        var own = folder.Dockerfile is { } dockerfile && File.Exists(dockerfile + IgnoreFile) ? dockerfile + IgnoreFile : null;
        var file = own ?? Path.Combine(folder.Path, IgnoreFile);
        return File.Exists(file) ? DockerIgnore.Parse(File.ReadAllText(file)) : DockerIgnore.None;
    }

    private static IEnumerable<string> Below(DirectoryInfo folder, string path, Sight sight, IgnoreMatch above)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", All))
        {
            // Git's own files change with every command; a build that reads them is given the release in a variable.
            if (entry.Name == ".git" || sight.NoSource.Contains(entry.FullName)) continue;
            var name = path.Length == 0 ? entry.Name : $"{path}/{entry.Name}";
            var match = sight.Ignore.Match(name, above);
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                if (match.IsExcluded && !sight.Ignore.MayBringBackBelow(name)) continue;
                foreach (var below in Below(inner, name, sight, match)) yield return below;
            }
            else if (!match.IsExcluded)
            {
                yield return name;
            }
        }
    }

    /// <summary>What is left out: by the ignore file, and because it is no source.</summary>
    private sealed record Sight(DockerIgnore Ignore, HashSet<string> NoSource);
}
