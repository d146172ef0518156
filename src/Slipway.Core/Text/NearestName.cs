namespace Slipway.Core.Text;

/// <summary>Finds the known name that a misspelt one most likely stands for.</summary>
public static class NearestName
{
    private const int LongestName = 64;
    private const int ShortestBeginning = 4;

    /// <summary>The nearest of the known names, or null where none is near.</summary>
    public static string? Of(string written, IReadOnlyCollection<string> known)
    {
        if (written.Length > LongestName) return null;

        // Among equally near ones the one of the same length: letters are swapped or mistyped more often than left out.
        var nearest = known
            .Select(name => (Name: name, Distance: Distance(written.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => Math.Abs(candidate.Name.Length - written.Length))
            .FirstOrDefault();
        if (nearest.Name is { } found && nearest.Distance <= Math.Max(1, found.Length / 3)) return found;

        // "timeout" for "timeoutSeconds".
        return written.Length < ShortestBeginning
            ? null
            : known.FirstOrDefault(name => name.StartsWith(written, StringComparison.OrdinalIgnoreCase));
    }

    // Inserted, left out, wrong and swapped letters (the "optimal string alignment" distance).
    private static int Distance(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var wrong = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(wrong, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, row);
        }

        return last[right.Length];
    }
}
