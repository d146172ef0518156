using Slipway.Core.Text;

namespace Slipway.Core.Tests.Text;

public class BytesTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(8_210_000, "8.2 MB")]
    [InlineData(431_000_000, "431 MB")]
    [InlineData(35_200_000_000, "35.2 GB")]
    [InlineData(7_000_000_000_000_000, "7000 TB")]
    public void A_size_has_the_largest_unit_that_it_fills(long bytes, string expected) => Assert.Equal(expected, Bytes.Text(bytes));
}
