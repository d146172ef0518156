using Output;
using Spectre.Console;

namespace Slipway.Build.Tests.Output;

public sealed class ReportsTests
{
    [Theory]
    [InlineData(true, false, false, typeof(LiveReport))]
    [InlineData(true, false, true, typeof(PlainReport))]
    [InlineData(false, false, false, typeof(PlainReport))]
    [InlineData(false, true, false, typeof(GroupedReport))]
    public void The_report_suits_its_reader(bool isTerminal, bool isGitHubActions, bool isVerbose, Type expected)
    {
        var report = Reports.Create(() => AnsiConsole.Create(new AnsiConsoleSettings()), TextWriter.Null, new ReportFacts(isTerminal, isGitHubActions, isVerbose), TimeProvider.System);

        Assert.IsType(expected, report.Current);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[1;32mgreen\u001b[0m", "green")]
    [InlineData("a\tb", "a b")]
    [InlineData("\u001b]8;;https://x.example\u001b\\link\u001b]8;;\u0007", "link")]
    [InlineData("up\u001b[2A\u001bM down\u009b1K", "up down1K")]
    [InlineData("one\r\ntwo\n", "one; two")]
    [InlineData("[red]not markup[/] ✓", "[red]not markup[/] ✓")]
    public void Control_characters_of_other_programs_do_not_reach_the_terminal(string line, string expected) => Assert.Equal(expected, PlainText.Clean(line));

    [Theory]
    [InlineData(0.0, "0.0 s")]
    [InlineData(0.99, "0.9 s")]
    [InlineData(59.99, "59.9 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3725.4, "62 min 5 s")]
    public void Durations_are_readable(double seconds, string expected) => Assert.Equal(expected, PlainText.Of(TimeSpan.FromSeconds(seconds)));
}
