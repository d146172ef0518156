using System.Text.RegularExpressions;
using Slipway.Core.Secrets;
using Slipway.Core.Text;

namespace Slipway.Core.Edge;

/// <summary>What changes in a file of the edge, as it may be shown to anybody.</summary>
/// <param name="Path">The path within the edge's folder.</param>
/// <param name="Kind">What becomes of the file.</param>
/// <param name="Diff">The change as a unified diff without secrets and hashes; null for a file of users, empty where only line breaks
/// differ.</param>
public sealed partial record EdgeChange(string Path, EdgeChangeKind Kind, string? Diff)
{
    /// <summary>The change of a file.</summary>
    /// <param name="file">The file as it is to be.</param>
    /// <param name="before">Its text as the edge has it; null where it has none.</param>
    /// <param name="redactor">Knows the secrets that were filled in, now and before.</param>
    public static EdgeChange Of(EdgeFile file, string? before, Redactor redactor)
    {
        if (file.User is not null) return new EdgeChange(file.Path, EdgeChangeKind.Users, null);
        // Cleaned before they are compared, a changed secret would look like no change.
        var diff = redactor.Clean(UnifiedDiff.Of(file.Path, before, file.Text?.Reveal()));
        return new EdgeChange(
            file.Path,
            before is null ? EdgeChangeKind.Add : file.IsRemoved ? EdgeChangeKind.Remove : EdgeChangeKind.Change,
            Hash().Replace(diff, "***"));
    }

    [GeneratedRegex(@"\$2[abxy]?\$[0-9]{2}\$[./A-Za-z0-9]{53}", RegexOptions.CultureInvariant)]
    private static partial Regex Hash();
}
