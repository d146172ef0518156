using Output;

namespace Slipway.Build.Tests.Output;

public sealed class TerminalAskTests
{
    [Theory]
    [InlineData("y", true)]
    [InlineData(" YES ", true)]
    [InlineData("n", false)]
    [InlineData("", false)]
    [InlineData("yesterday", false)]
    public void Only_a_yes_is_a_yes(string answer, bool expected)
    {
        using var written = new StringWriter();
        using var reader = new StringReader(answer + "\n");

        Assert.Equal(expected, new TerminalAsk(reader, written, isTerminal: true, isYes: false).Confirm("Start with an empty volume?"));
        Assert.Equal("Start with an empty volume? [y/N] ", written.ToString());
    }

    [Fact]
    public void The_end_of_the_input_is_a_no()
    {
        using var written = new StringWriter();
        using var reader = new StringReader("");

        Assert.False(new TerminalAsk(reader, written, isTerminal: true, isYes: false).Confirm("Start?"));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, null)]
    public void Nobody_is_asked_who_is_not_there_or_has_answered(bool isTerminal, bool isYes, bool? expected)
    {
        using var written = new StringWriter();
        using var reader = new StringReader("n\n");

        Assert.Equal(expected, new TerminalAsk(reader, written, isTerminal, isYes).Confirm("Start?"));
        Assert.Equal("", written.ToString());
    }
}
