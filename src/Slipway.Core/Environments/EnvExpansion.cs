using System.Text;

namespace Slipway.Core.Environments;

/// <summary>
/// Fills the references in a value of an env file, in Compose's forms: <c>$KEY</c>, <c>${KEY}</c>, and with
/// <c>:-</c>, <c>-</c> (otherwise), <c>:+</c>, <c>+</c> (instead), <c>:?</c>, <c>?</c> (must be set); <c>$$</c> is a dollar sign.
/// </summary>
internal sealed class EnvExpansion
{
    // Values that refer to each other can double with every line and defaults can nest: both are bounded.
    private const int MaximumLength = 64 * 1024;
    private const int MaximumDepth = 32;

    private readonly Func<string, string?> find;
    private (string Message, string Expected)? problem;

    private EnvExpansion(Func<string, string?> find) => this.find = find;

    /// <summary>
    /// The expanded text and the first problem. Neither message repeats a part of the text: it may be a secret with a dollar sign.
    /// </summary>
    public static (string Text, (string Message, string Expected)? Problem) Expand(string text, Func<string, string?> find)
    {
        var expansion = new EnvExpansion(find);
        var expanded = expansion.Fill(text, depth: 0);
        return (expanded, expansion.problem);
    }

    private string Fill(string text, int depth)
    {
        var result = new StringBuilder();
        for (var index = 0; index < text.Length && problem is null;)
        {
            var dollar = text.IndexOf('$', index);
            if (dollar < 0) dollar = text.Length;
            result.Append(text, index, dollar - index);
            index = dollar;
            if (index < text.Length) index = FillReference(text, index, result, depth);
            if (result.Length > MaximumLength) problem ??= ("the value becomes longer than 65536 characters", "shorter values");
        }

        return result.ToString();
    }

    // The position after the reference that starts at the index.
    private int FillReference(string text, int index, StringBuilder result, int depth)
    {
        var next = index + 1 < text.Length ? text[index + 1] : '\0';
        if (next == '$')
        {
            result.Append('$');
            return index + 2;
        }

        if (next == '{') return FillBraced(text, index, result, depth);
        var end = EndOfName(text, index + 1);
        if (end == index + 1) result.Append('$');
        else result.Append(Required(find(text[(index + 1)..end])));
        return end;
    }

    private int FillBraced(string text, int index, StringBuilder result, int depth)
    {
        var nameEnd = EndOfName(text, index + 2);
        var close = ClosingBrace(text, index);
        if (close < 0 || nameEnd == index + 2 || depth == MaximumDepth)
        {
            problem ??= (
                "the value has a '${' that starts no reference",
                "${KEY}, or the whole value in single quotes where the dollar sign is meant"
            );
            return text.Length;
        }

        var value = find(text[(index + 2)..nameEnd]);
        var rest = text[nameEnd..close];
        var emptyCounts = rest.StartsWith(':');
        var isSet = value is not null && !(emptyCounts && value.Length == 0);
        switch (rest.Length == 0 ? '\0' : emptyCounts && rest.Length > 1 ? rest[1] : rest[0])
        {
            case '\0':
                result.Append(Required(value));
                break;
            case '-':
                // Compose reads the default even where it is not used, so that a wrong one is always an error.
                var otherwise = Fill(Operand(), depth + 1);
                result.Append(isSet ? value : otherwise);
                break;
            case '+':
                var instead = Fill(Operand(), depth + 1);
                result.Append(isSet ? instead : "");
                break;
            case '?':
                result.Append(Required(isSet ? value : null));
                break;
            default:
                problem ??= (
                    "the value has a '${' that starts no reference",
                    "${KEY}, or the whole value in single quotes where the dollar sign is meant"
                );
                break;
        }

        return close + 1;

        string Operand() => rest[(emptyCounts ? 2 : 1)..];
    }

    // Compose puts nothing in place of a reference to nothing, which silently shortens a password with a dollar sign.
    private string Required(string? value)
    {
        if (value is null)
            problem ??= (
                "the value refers to a key that no line above sets",
                "a key of this file, or the whole value in single quotes where the dollar sign is meant"
            );
        return value ?? "";
    }

    private static int EndOfName(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_' || (end > start && char.IsAsciiDigit(text[end]))))
            end++;
        return end;
    }

    private static int ClosingBrace(string text, int start)
    {
        var open = 0;
        for (var index = start; index < text.Length; index++)
        {
            if (text[index] == '}' && --open == 0) return index;
            if (text[index] == '$' && index + 1 < text.Length && text[index + 1] == '{')
            {
                open++;
                index++;
            }
        }

        return -1;
    }
}
