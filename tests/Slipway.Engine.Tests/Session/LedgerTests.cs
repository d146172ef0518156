using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Session;
using Slipway.Engine.Tests.Fakes;

namespace Slipway.Engine.Tests.Session;

public class LedgerTests
{
    private const string Path = "/state/shop/dev/ledger.jsonl";

    private const string Good = """{"atUtc":"2026-11-20T14:10:02+00:00","run":1,"event":"runStarted","intent":"Deploy","release":"2026-11-20.1","sum":"80c421205cf8526e"}""";

    private static readonly LedgerEntry Step = new()
    {
        AtUtc = new DateTimeOffset(2026, 11, 20, 14, 10, 3, TimeSpan.Zero), Run = 1, Event = LedgerEvent.StepStarted, Intent = "Deploy", Release = ReleaseId.Parse("2026-11-20.1"), Step = "check-plan",
    };

    private readonly FakeFiles files = new();

    [Fact]
    public void An_entry_is_one_line_and_reads_back_as_it_was()
    {
        var entry = new LedgerEntry
        {
            AtUtc = new DateTimeOffset(2026, 11, 20, 14, 10, 2, TimeSpan.Zero),
            Run = 3,
            Event = LedgerEvent.StepDone,
            Intent = "Deploy",
            Release = ReleaseId.Parse("2026-11-20.1"),
            Step = "run-migrations",
            Text = "0001\n0002 \"ä\"",
            By = "ada@host",
        };

        new Ledger(files, Path).Append(entry);
        new Ledger(files, Path).Append(entry with { Release = null, Step = null, Text = null, By = null });

        Assert.Equal([entry, entry with { Release = null, Step = null, Text = null, By = null }], new Ledger(files, Path).Read().AsEnumerable());
        Assert.Equal(2, files.Texts[Path].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void The_form_of_an_entry_is_fixed_since_later_versions_have_to_read_it()
    {
        new Ledger(files, Path).Append(new LedgerEntry
        {
            AtUtc = new DateTimeOffset(2026, 11, 20, 14, 10, 2, TimeSpan.Zero), Run = 1, Event = LedgerEvent.RunStarted, Intent = "Deploy", Release = ReleaseId.Parse("2026-11-20.1"),
        });

        Assert.Equal(Good + "\n", files.Texts[Path]);
    }

    [Fact]
    public void No_file_is_an_empty_ledger() => Assert.Empty(new Ledger(files, Path).Read());

    [Theory]
    [InlineData("{\"atUtc\":\"2026-11-20T14:1")]
    [InlineData("{")]
    [InlineData("""{"atUtc":"2026-11-20T14:10:02+00:00","run":1,"event":"runDone","intent":"Deploy","release":"2026-1"}""")]
    public void A_torn_last_line_is_left_out(string torn)
    {
        files.Texts[Path] = $"{Good}\n{torn}";

        Assert.Equal(LedgerEvent.RunStarted, Assert.Single(new Ledger(files, Path).Read()).Event);
    }

    [Fact]
    public void A_torn_line_before_a_later_run_is_left_out()
    {
        files.Texts[Path] = $"{Good}\n{{\"atUtc\":\"20\n{Good}\n";

        Assert.Equal(2, new Ledger(files, Path).Read().Length);
    }

    [Theory]
    [InlineData("{\"atUtc\":\"2026-11-20T14:1")]
    [InlineData("null")]
    [InlineData("""{"atUtc":"2026-11-20T14:10:02+00:00","run":1,"event":"noSuchEvent","intent":"Deploy"}""")]
    [InlineData("""{"atUtc":"2026-11-20T14:10:02+00:00","run":1,"event":"runDone","intent":"Deploy","release":"latest"}""")]
    public void A_damaged_line_in_the_middle_is_reported_with_path_and_line(string damaged)
    {
        files.Texts[Path] = $"{Good}\n{damaged}\n{LedgerLine.Write(Step)}\n";

        var error = Assert.Throws<SlipwayException>(() => new Ledger(files, Path).Read());

        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.NotEqual("", error.Failure.Why);
        Assert.Equal(
            new Failure("/state/shop/dev/ledger.jsonl is damaged at line 2.")
            {
                Do = "keep a copy of the file, then restore it from a backup of the state folder, or remove the damaged line.",
                Now = "nothing was changed; what runs, runs on.",
            },
            error.Failure with { Why = "" });
    }

    [Theory]
    [InlineData("\"run\":1", "\"run\":2")]
    [InlineData("runStarted", "runDone")]
    [InlineData("2026-11-20.1", "2026-11-20.7")]
    public void A_changed_line_is_seen_even_where_it_is_a_good_entry(string was, string became)
    {
        files.Texts[Path] = $"{Good.Replace(was, became, StringComparison.Ordinal)}\n{LedgerLine.Write(Step)}\n";

        var error = Assert.Throws<SlipwayException>(() => new Ledger(files, Path).Read());

        Assert.Equal("the line does not match its checksum.", error.Failure.Why);
    }

    [Fact]
    public void A_ledger_cut_anywhere_gives_the_entries_that_are_whole()
    {
        var (entries, text) = TwoRuns();

        for (var length = 0; length <= text.Length; length++)
        {
            files.Texts[Path] = text[..length];
            var whole = text[..length].Count(character => character == '\n');
            // The line break is not part of the record: a last line that lacks only it is whole.
            if (length < text.Length && text[length] == '\n') whole++;

            Assert.Equal(entries.Take(whole), new Ledger(files, Path).Read().AsEnumerable());
        }
    }

    [Fact]
    public void A_flipped_bit_is_reported_or_costs_the_one_line_that_a_later_run_follows()
    {
        var (entries, text) = TwoRuns();

        for (var at = 0; at < text.Length; at++)
        {
            for (var bit = 0; bit < 7; bit++)
            {
                var damaged = text.ToCharArray();
                damaged[at] = (char)(damaged[at] ^ (1 << bit));
                files.Texts[Path] = new string(damaged);
                try
                {
                    var read = new Ledger(files, Path).Read();
                    Assert.All(read, entry => Assert.Contains(entry, entries));
                    // A line break that is gone, or one too many, can tear two lines at most.
                    Assert.InRange(read.Length, entries.Length - 2, entries.Length);
                }
                catch (SlipwayException error)
                {
                    Assert.StartsWith("/state/shop/dev/ledger.jsonl is damaged at line ", error.Failure.What, StringComparison.Ordinal);
                }
            }
        }
    }

    private static (LedgerEntry[] Entries, string Text) TwoRuns()
    {
        LedgerEntry[] entries =
        [
            Step with { Event = LedgerEvent.RunStarted, Step = null, By = "ada@host" },
            Step,
            Step with { Event = LedgerEvent.RunStarted, Run = 2, Step = null, By = "ada@host" },
            Step with { Run = 2 },
            Step with { Run = 2, Event = LedgerEvent.StepDone, Text = "unchanged" },
            Step with { Run = 2, Event = LedgerEvent.RunDone, Step = null },
        ];
        return (entries, string.Concat(entries.Select(entry => LedgerLine.Write(entry) + "\n")));
    }
}
