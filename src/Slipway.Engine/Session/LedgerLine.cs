using System.Text.Json;
using System.Text.RegularExpressions;
using Slipway.Core.Json;
using Slipway.Core.Releases;

namespace Slipway.Engine.Session;

/// <summary>
/// A ledger's line: the entry as a JSON object whose last property, <c>sum</c>, is the beginning of the SHA-256 of the object
/// without it. A line that was torn or changed on the disk can still be JSON; its sum tells.
/// </summary>
public static partial class LedgerLine
{
    private const int SumDigits = 16;

    /// <summary>The entry as a line, without its line break.</summary>
    public static string Write(LedgerEntry entry)
    {
        var text = JsonSerializer.Serialize(entry, StateJson.Compact);
        return $"{text[..^1]},\"sum\":\"{Sum(text)}\"}}";
    }

    /// <summary>The entry of a line.</summary>
    /// <exception cref="FormatException">The line is not as it was written.</exception>
    public static LedgerEntry Read(string line)
    {
        var match = Tail().Match(line);
        if (!match.Success) throw new FormatException("the line has no checksum.");
        var text = line[..match.Index] + "}";
        if (match.Groups["sum"].Value != Sum(text)) throw new FormatException("the line does not match its checksum.");
        try
        {
            return JsonSerializer.Deserialize<LedgerEntry>(text, StateJson.Compact)
                ?? throw new FormatException("the line holds no entry.");
        }
        catch (JsonException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static string Sum(string text) => CanonicalJson.Sha256(text)[..SumDigits];

    [GeneratedRegex(""","sum":"(?<sum>[0-9a-f]{16})"}\z""", RegexOptions.CultureInvariant)]
    private static partial Regex Tail();
}
