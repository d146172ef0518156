using System.Globalization;

namespace Slipway.Core.Text;

/// <summary>A number with its noun, in the singular or the plural.</summary>
public static class Count
{
    /// <summary>For example <c>1 request</c>, <c>3 requests</c>, <c>2 matches</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="noun">The noun in the singular.</param>
    /// <param name="plural">Its plural, where that is not the singular with an s.</param>
    public static string Of(long number, string noun, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {Noun(number, noun, plural)}");

    /// <summary>The noun alone, as the number asks for it: <c>is</c> and <c>are</c> are nouns here too.</summary>
    public static string Noun(long number, string noun, string? plural = null) => number == 1 ? noun : plural ?? noun + "s";
}
