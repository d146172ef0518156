using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning;

/// <summary>
/// Watches over the places where an environment's data lie. A volume's name comes from the project's name and the Compose files;
/// when one of them changes, Compose makes a new empty volume without a word and the data stay behind in the old one.
/// </summary>
public static class DataLossGuard
{
    /// <summary>What would be lost from sight, or null where nothing would.</summary>
    /// <param name="recorded">The release that the environment runs; null where it runs none.</param>
    /// <param name="volumes">The volumes that would be used.</param>
    /// <param name="folders">The host folders that would be written to.</param>
    /// <param name="onHost">The volumes that are on the host.</param>
    /// <param name="allowed">New or missing places that the operator allowed by name.</param>
    public static DataLoss? Check(
        ReleaseManifest? recorded,
        ImmutableSortedSet<string> volumes,
        ImmutableSortedSet<string> folders,
        ImmutableSortedSet<string> onHost,
        ImmutableArray<string> allowed
    )
    {
        if (recorded is null) return null;
        var gone = volumes.Intersect(recorded.Volumes).Except(onHost).Except(allowed);
        var left = recorded.Volumes.Except(volumes).Union(recorded.Folders.Except(folders));
        // A place that only comes in addition takes nothing away.
        var fresh = left.IsEmpty
            ? []
            : volumes.Except(recorded.Volumes).Except(onHost).Union(folders.Except(recorded.Folders)).Except(allowed);
        if (gone.IsEmpty && fresh.IsEmpty)
            return null;

        var why = new List<string>();
        if (!gone.IsEmpty)
            why.Add($"{Names(gone)} of release {recorded.Id} is not on this host any more and would be made anew, empty.");
        if (!fresh.IsEmpty)
            why.Add($"{Names(fresh)} would be new and empty, and {Names(left)}, which release {recorded.Id} uses, would be left behind.");
        var places = gone.Union(fresh);
        return new DataLoss(
            new Failure("it would start without its data.")
            {
                Why = string.Join('\n', why),
                Do =
                    (
                        gone.IsEmpty
                            ? "bring the names of project, volumes and folders back to what they were"
                            : "bring the volume back, from a backup if need be"
                    ) + $"; if it is meant: --{AllowOption}={string.Join(',', places)}",
            },
            [.. places]
        );
    }

    /// <summary>The option by which an operator allows new places by their names.</summary>
    public const string AllowOption = "allow-new-volume";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}

/// <summary>Data that would be lost from sight.</summary>
/// <param name="Failure">What an operator is told.</param>
/// <param name="Places">The volumes and folders that would be new and empty.</param>
public sealed record DataLoss(Failure Failure, ImmutableArray<string> Places);
