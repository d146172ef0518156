using System.Collections.Immutable;

namespace Slipway.Core.Observed;

/// <summary>The volumes of the host.</summary>
/// <param name="Names">The names of all of them.</param>
/// <param name="RootFolder">The folder in which the engine keeps volumes and images, as their mount points show it; null where none
/// does.</param>
public sealed record HostVolumes(ImmutableSortedSet<string> Names, string? RootFolder)
{
    /// <summary>Reads lines of name and mount point with a tab between.</summary>
    public static HostVolumes Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('\t'))
            .ToImmutableArray();
        return new HostVolumes(
            [.. lines.Select(line => line[0])],
            // Volumes of other drivers lie elsewhere.
            lines.Where(line => line.Length > 1 && line[1].EndsWith(Tail(line[0]), StringComparison.Ordinal))
                .Select(line => line[1][..^Tail(line[0]).Length])
                .FirstOrDefault());
    }

    private static string Tail(string name) => $"/volumes/{name}/_data";
}
