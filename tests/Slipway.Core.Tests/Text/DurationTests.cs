using Slipway.Core.Text;

namespace Slipway.Core.Tests.Text;

public class DurationTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.04, "0 s")]
    [InlineData(0.6, "0.6 s")]
    [InlineData(1.25, "1.3 s")]
    [InlineData(4, "4 s")]
    [InlineData(120, "120 s")]
    public void Seconds_have_a_decimal_where_there_is_one(double seconds, string expected) => Assert.Equal(expected, Duration.Text(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void What_is_predicted_is_about_right() => Assert.Equal("about 2.4 s", Duration.About(2.4));

    [Fact]
    public void An_answer_takes_milliseconds() => Assert.Equal("250 ms", Duration.Milliseconds(TimeSpan.FromSeconds(0.25)));
}
