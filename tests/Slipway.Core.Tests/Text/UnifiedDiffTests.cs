using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Slipway.Core.Text;

namespace Slipway.Core.Tests.Text;

public partial class UnifiedDiffTests
{
    [Fact]
    public void A_changed_line_stands_between_three_lines_of_context() =>
        Assert.Equal("--- a\n+++ a\n@@ -3,7 +3,8 @@\n 3\n 4\n 5\n-6\n+six\n+more\n 7\n 8\n 9\n", UnifiedDiff.Of("a", Lines(1, 12), Lines(1, 12).Replace("6\n", "six\nmore\n", StringComparison.Ordinal)));

    [Fact]
    public void Changes_far_from_each_other_are_hunks_of_their_own() =>
        Assert.Equal(
            "--- a\n+++ a\n@@ -1,5 +1,4 @@\n 1\n-2\n 3\n 4\n 5\n@@ -16,5 +15,6 @@\n 16\n 17\n 18\n+new\n 19\n 20\n",
            UnifiedDiff.Of("a", Lines(1, 20), Lines(1, 20).Replace("\n2\n", "\n", StringComparison.Ordinal).Replace("\n19\n", "\nnew\n19\n", StringComparison.Ordinal)));

    [Theory]
    [InlineData(null, "one\ntwo\n", "--- /dev/null\n+++ a\n@@ -0,0 +1,2 @@\n+one\n+two\n")]
    [InlineData("one\n", null, "--- a\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n")]
    [InlineData("one\ntwo", "one\r\ntwo\r\n", "")]
    [InlineData("same\n", "same\n", "")]
    [InlineData(null, null, "")]
    public void A_file_may_come_and_go_and_line_breaks_are_not_compared(string? before, string? after, string expected) => Assert.Equal(expected, UnifiedDiff.Of("a", before, after));

    [Fact]
    public void Texts_too_large_to_compare_are_shown_as_replaced() =>
        Assert.Equal(1 + (2 * 3000), UnifiedDiff.Of("a", Lines(1, 3000), Lines(4000, 3000)).Split('\n').Count(line => line is ['-' or '+', not ('-' or '+'), ..] or ['@', ..]));

    [Fact]
    public void A_diff_put_on_the_text_before_gives_the_one_after()
    {
        var texts = from lines in Gen.Elements("one", "two", "three", "").ListOf(20) select string.Concat(lines.Select(line => line + "\n"));

        Prop.ForAll(texts.ToArbitrary(), texts.ToArbitrary(), (before, after) => Patched(before, UnifiedDiff.Of("a", before, after)) == after).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    // As patch does it: by the numbers of the hunks, and only where the lines of the context are those of the text.
    private static string? Patched(string before, string diff)
    {
        var old = before.Split('\n')[..^1];
        var patched = new List<string>();
        var read = 0;
        foreach (var line in diff.Split('\n').Skip(2).SkipLast(1))
        {
            if (Hunk().Match(line) is { Success: true } hunk)
            {
                var start = int.Parse(hunk.Groups["old"].Value, CultureInfo.InvariantCulture) - (hunk.Groups["count"].Value == "0" ? 0 : 1);
                while (read < start) patched.Add(old[read++]);
                if (patched.Count != int.Parse(hunk.Groups["new"].Value, CultureInfo.InvariantCulture) - (hunk.Groups["now"].Value == "0" ? 0 : 1)) return null;
            }
            else if (line[0] == '+') patched.Add(line[1..]);
            else if (read == old.Length || old[read++] != line[1..]) return null;
            else if (line[0] == ' ') patched.Add(line[1..]);
        }

        return string.Concat(patched.Concat(old[read..]).Select(line => line + "\n"));
    }

    [GeneratedRegex("^@@ -(?<old>[0-9]+)(,(?<count>[0-9]+))? [+](?<new>[0-9]+)(,(?<now>[0-9]+))? @@$")]
    private static partial Regex Hunk();

    private static string Lines(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(number => $"{number}\n"));
}
