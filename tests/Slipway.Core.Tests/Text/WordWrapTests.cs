using Slipway.Core.Text;

namespace Slipway.Core.Tests.Text;

public sealed class WordWrapTests
{
    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 6, "one|two|three")]
    [InlineData("one two", 2, "one|two")]
    [InlineData("one two", int.MaxValue, "one two")]
    [InlineData("one two", -3, "one|two")]
    [InlineData("", 5, "")]
    public void Lines_end_between_words(string text, int width, string expected) => Assert.Equal(expected, string.Join('|', WordWrap.Lines(text, width)));
}
