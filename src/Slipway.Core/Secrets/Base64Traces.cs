using System.Buffers;
using System.Text;

namespace Slipway.Core.Secrets;

/// <summary>
/// Finds the Base64 of secrets in a text, whatever stands before and after them in the same encoding, in either alphabet, escaped or
/// not, and however its lines are wrapped: any 12 characters of it are found, in a line of their own too.
/// </summary>
internal sealed class Base64Traces
{
    // 72 bits: no other text has them by chance.
    private const int TraceLength = 12;
    private const int ShortestTrace = 7;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    private readonly HashSet<string> traces = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<string> shortOnes = [];

    /// <summary>Of these values.</summary>
    public Base64Traces(IEnumerable<string> values)
    {
        lookup = traces.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var value in values)
        {
            foreach (var variant in SecretForms.Variants(value))
            {
                for (var before = 0; before < 3; before++) Add(Encoded(variant, before));
            }

            if (SecretForms.Body(value) is var body && !body.AsSpan().ContainsAnyExcept(Alphabet)) Add(Normal(body));
        }
    }

    /// <summary>The text with <c>***</c> in place of what was found.</summary>
    public string Clean(string text)
    {
        if (traces.Count == 0 && shortOnes.Count == 0) return text;
        var marked = (bool[]?)null;
        for (var at = 0; at < text.Length;)
        {
            var run = Run.Read(text, ref at);
            if (run.Length < ShortestTrace || !Mark(run, out var found)) continue;
            marked ??= new bool[text.Length];
            for (var index = 0; index < run.Length; index++)
            {
                if (found[index]) marked.AsSpan(run.Places[index].At, run.Places[index].Width).Fill(true);
            }
        }

        return marked is null ? text : Replaced(text, marked);
    }

    // What of the Base64 no byte before or after the value has a part in.
    private static string Encoded(string value, int before)
    {
        byte[] bytes = [.. new byte[before], .. Encoding.UTF8.GetBytes(value)];
        var first = (before * 8 + 5) / 6;
        return Convert.ToBase64String(bytes)[first..(bytes.Length * 8 / 6)];
    }

    private static string Normal(string text) => text.Replace('-', '+').Replace('_', '/');

    private void Add(string encoded)
    {
        if (encoded.Length is >= ShortestTrace and < TraceLength) shortOnes.Add(encoded);
        for (var index = 0; index + TraceLength <= encoded.Length; index++) traces.Add(encoded.Substring(index, TraceLength));
    }

    private bool Mark(Run run, out bool[] found)
    {
        found = new bool[run.Length];
        var any = false;
        for (var index = 0; index + TraceLength <= run.Length; index++)
        {
            if (lookup.Contains(run.Text.AsSpan(index, TraceLength))) any = Fill(found, index, TraceLength);
        }

        foreach (var one in shortOnes)
        {
            for (var index = 0; (index = run.Text.IndexOf(one, index, StringComparison.Ordinal)) >= 0; index++)
                any = Fill(found, index, one.Length);
        }

        return any;
    }

    // With the characters around, which hold some bits of the value.
    private static bool Fill(bool[] found, int index, int length)
    {
        var start = Math.Max(0, index - 1);
        found.AsSpan(start, Math.Min(found.Length, index + length + 1) - start).Fill(true);
        return true;
    }

    private static string Replaced(string text, bool[] marked)
    {
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (!marked[index]) result.Append(text[index]);
            else if (index == 0 || !marked[index - 1]) result.Append(Secret.Shown);
            if (!marked[index] || (index + 1 < text.Length && marked[index + 1])) continue;
            while (index + 1 < text.Length && text[index + 1] == '=') index++;
        }

        return result.ToString();
    }

    /// <summary>Characters of Base64 that follow each other, over the ends of lines too, and where each of them stands.</summary>
    private sealed record Run(string Text, List<(int At, int Width)> Places)
    {
        public int Length => Places.Count;

        public static Run Read(string text, ref int at)
        {
            var characters = new StringBuilder();
            var places = new List<(int At, int Width)>();
            for (; at < text.Length; at++)
            {
                var (character, width) = Next(text, at);
                if (width == 0) break;
                if (character != '\0')
                {
                    characters.Append(character);
                    places.Add((at, width));
                }

                at += width - 1;
            }

            at++;
            return new Run(Normal(characters.ToString()), places);
        }

        // A character of Base64 and how wide it is written; '\0' for the end of a line; nothing, with a width of 0, where the run ends.
        private static (char Character, int Width) Next(string text, int at)
        {
            if (Alphabet.Contains(text[at])) return (text[at], 1);
            if (text[at] is '\r' or '\n') return ('\0', 1);
            // The line before was indented like this one.
            if (text[at] is ' ' or '\t' && text.AsSpan(0, at).TrimEnd(" \t") is [.., '\n']) return ('\0', 1);
            var rest = text.AsSpan(at);
            if (rest.StartsWith("\\n", StringComparison.Ordinal) || rest.StartsWith("\\r", StringComparison.Ordinal)) return ('\0', 2);
            if (rest.StartsWith("\\/", StringComparison.Ordinal)) return ('/', 2);
            return Escaped(rest, "\\u00", 6) ?? Escaped(rest, "%", 3) ?? ('\0', 0);
        }

        private static (char Character, int Width)? Escaped(ReadOnlySpan<char> rest, string mark, int width)
        {
            if (rest.Length < width || !rest.StartsWith(mark, StringComparison.OrdinalIgnoreCase)) return null;
            var code = rest[mark.Length..width];
            if (code.Equals("2B", StringComparison.OrdinalIgnoreCase)) return ('+', width);
            return code.Equals("2F", StringComparison.OrdinalIgnoreCase) ? ('/', width) : null;
        }
    }
}
