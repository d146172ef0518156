using Slipway.Core.Text;

namespace Slipway.Core.Tests.Text;

public class CountTests
{
    [Theory]
    [InlineData(0, "0 requests")]
    [InlineData(1, "1 request")]
    [InlineData(12345, "12345 requests")]
    public void A_number_takes_the_singular_for_one_alone(long number, string expected)
    {
        Assert.Equal(expected, Count.Of(number, "request"));
    }

    [Fact]
    public void A_plural_of_its_own_is_taken()
    {
        Assert.Equal("2 matches", Count.Of(2, "match", "matches"));
        Assert.Equal("are", Count.Noun(2, "is", "are"));
    }
}
