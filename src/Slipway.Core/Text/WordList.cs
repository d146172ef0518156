using System.Collections.Immutable;

namespace Slipway.Core.Text;

/// <summary>Words as a sentence has them.</summary>
internal static class WordList
{
    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>; empty for none.</summary>
    public static string And(IEnumerable<string> words) => words.ToImmutableArray() switch
    {
        [] => "",
        [var only] => only,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };
}
