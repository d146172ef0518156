using System.Globalization;
using System.Text;

namespace Slipway.Core.Text;

/// <summary>The difference of two texts as <c>diff -u</c> writes it.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    // Beyond it, memory and time are not worth the shortest diff.
    private const long MostComparisons = 4_000_000;

    /// <summary>The diff; empty where no line differs. Lines end with a line feed, and line breaks of the texts are not compared.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="before">The text before; null where there was none.</param>
    /// <param name="after">The text after; null where there is none.</param>
    public static string Of(string name, string? before, string? after)
    {
        var edits = Edits(Lines(before), Lines(after));
        if (edits.All(edit => edit.Mark == ' ')) return "";

        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"--- {(before is null ? "/dev/null" : name)}\n+++ {(after is null ? "/dev/null" : name)}\n"
        );
        var (oldLine, newLine) = (1, 1);
        for (var start = 0; start < edits.Count;)
        {
            var first = edits.FindIndex(start, edit => edit.Mark != ' ');
            if (first < 0) break;
            var from = Math.Max(start, first - Context);
            oldLine += from - start;
            newLine += from - start;
            var end = End(edits, first);
            var hunk = edits[from..end];
            var (removed, added) = (hunk.Count(edit => edit.Mark != '+'), hunk.Count(edit => edit.Mark != '-'));
            text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(oldLine, removed)} +{Range(newLine, added)} @@\n");
            foreach (var (mark, line) in hunk) text.Append(mark).Append(line).Append('\n');
            oldLine += removed;
            newLine += added;
            start = end;
        }

        return text.ToString();
    }

    // Changes that are so near to each other that their contexts meet are one hunk.
    private static int End(List<(char Mark, string Line)> edits, int first)
    {
        var last = first;
        while (edits.FindIndex(last + 1, edit => edit.Mark != ' ') is var next and >= 0 && next - last <= 2 * Context + 1) last = next;
        return Math.Min(edits.Count, last + 1 + Context);
    }

    private static string Range(int line, int count) => count switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{line - 1},0"),
        1 => line.ToString(CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{line},{count}"),
    };

    private static string[] Lines(string? text) =>
        string.IsNullOrEmpty(text) ? []
        : text.ReplaceLineEndings("\n") is var plain && plain.EndsWith('\n') ? plain[..^1].Split('\n')
        : plain.Split('\n');

    private static List<(char Mark, string Line)> Edits(string[] before, string[] after)
    {
        var head = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = before.Skip(head).Reverse().Zip(after.Skip(head).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return
        [
            .. before[..head].Select(line => (' ', line)),
            .. Middle(before[head..^tail], after[head..^tail]),
            .. before[^tail..].Select(line => (' ', line)),
        ];
    }

    private static List<(char Mark, string Line)> Middle(string[] before, string[] after)
    {
        if ((before.Length + 1L) * (after.Length + 1L) > MostComparisons)
            return [.. before.Select(line => ('-', line)), .. after.Select(line => ('+', line))];

        // The length of the longest common subsequence of what is left of both from each pair of lines on.
        int[][] common = [.. Enumerable.Range(0, before.Length + 1).Select(_ => new int[after.Length + 1])];
        for (var old = before.Length - 1; old >= 0; old--)
        {
            for (var now = after.Length - 1; now >= 0; now--)
            {
                common[old][now] =
                    before[old] == after[now] ? common[old + 1][now + 1] + 1 : Math.Max(common[old + 1][now], common[old][now + 1]);
            }
        }

        var edits = new List<(char, string)>();
        var (i, j) = (0, 0);
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                edits.Add((' ', before[i++]));
                j++;
            }
            else if (i < before.Length && (j == after.Length || common[i + 1][j] >= common[i][j + 1])) edits.Add(('-', before[i++]));
            else edits.Add(('+', after[j++]));
        }

        return edits;
    }
}
