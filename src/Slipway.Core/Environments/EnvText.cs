using System.Text;

namespace Slipway.Core.Environments;

/// <summary>Writes an env file that Compose reads back value for value.</summary>
/// <remarks>Tried against Docker Compose 2.40.3. Single quotes would not do: they cannot hold a backslash before a quote.</remarks>
public static class EnvText
{
    /// <summary>The text, an entry a key, every value quoted.</summary>
    public static string Of(IEnumerable<KeyValuePair<string, string>> values) =>
        string.Concat(values.Select(pair => $"{pair.Key}={Quote(pair.Value)}\n"));

    private static string Quote(string value)
    {
        var quoted = new StringBuilder("\"", value.Length + 2);
        foreach (var character in value)
        {
            // A carriage return before a line feed would be taken for the end of a line.
            if (character == '\r') quoted.Append("\\r");
            else if (character is '\\' or '"' or '$') quoted.Append('\\').Append(character);
            else quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
