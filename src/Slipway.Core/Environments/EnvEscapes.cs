using System.Text;

namespace Slipway.Core.Environments;

/// <summary>The escapes in a double-quoted value of an env file.</summary>
internal static class EnvEscapes
{
    /// <summary>
    /// The text without its escapes, or null where it has an octal one. An escaped dollar sign becomes <c>$$</c>, which
    /// <see cref="EnvExpansion"/> reads as a plain one; a backslash before any other character stays, as Compose leaves it.
    /// </summary>
    public static string? Undo(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\' || index + 1 == text.Length)
            {
                result.Append(text[index]);
                continue;
            }

            index++;
            switch (text[index])
            {
                case '0': return null;
                case '$': result.Append("$$"); break;
                case 'a': result.Append('\a'); break;
                case 'b': result.Append('\b'); break;
                case 'f': result.Append('\f'); break;
                case 'n': result.Append('\n'); break;
                case 'r': result.Append('\r'); break;
                case 't': result.Append('\t'); break;
                case 'v': result.Append('\v'); break;
                case '"' or '\\': result.Append(text[index]); break;
                default: result.Append('\\').Append(text[index]); break;
            }
        }

        return result.ToString();
    }
}
