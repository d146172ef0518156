using System.Text.RegularExpressions;

namespace Slipway.Build.Tests.Documentation;

/// <summary>Calls of the wrapper script that messages offer for pasting.</summary>
internal static partial class PrintedCall
{
    /// <summary>The calls in a text, from the script to the last option. Those with places to fill in are forms, and left out.</summary>
    public static IEnumerable<string> In(string text) => Line().Matches(text).Select(match => match.Value);

    [GeneratedRegex("""\./build\.(?:sh|ps1) --target=[A-Za-z]+(?: (?:'(?:[^'\n]|'\\'')*'|--[A-Za-z-]+(?:=[^\s`'",;)<{\\]*)?))*(?![^\s`'",;)]*[<{])""")]
    private static partial Regex Line();
}
