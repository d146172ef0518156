namespace Slipway.Core.Stack;

/// <summary>Paths as files of a definition have them: with <c>/</c> between their parts.</summary>
public static class RelativePath
{
    /// <summary>
    /// The path without <c>.</c>, without what <c>..</c> cancels, and without empty parts; an absolute one stays absolute.
    /// </summary>
    public static string WithoutDots(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..") parts.RemoveAt(parts.Count - 1);
            else parts.Add(part);
        }

        return (path.StartsWith('/') ? "/" : "") + string.Join('/', parts);
    }

    /// <summary>Whether two absolute folders are the same one, or one lies in the other.</summary>
    public static bool Overlap(string one, string other) => IsWithin(one, other) || IsWithin(other, one);

    /// <summary>Whether a path is that of a folder, or lies in it.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.EndsWith('/') ? folder : folder + "/", StringComparison.Ordinal);
}
