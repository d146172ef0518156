using Slipway.Core.Edge;

namespace Slipway.Core.Tests.Edge;

public class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113", null)]
    [InlineData("203.0.113.07", null)]
    [InlineData("0xcb.0.113.7", null)]
    [InlineData("7", null)]
    [InlineData("203.0.113.0/24", null)]
    [InlineData("2001:db8::/32", null)]
    [InlineData("[2001:db8::1]", null)]
    [InlineData("[2001:db8::1]:443", null)]
    [InlineData("fe80::1%eth0", null)]
    [InlineData("office.example.org", null)]
    [InlineData("../on", null)]
    [InlineData("", null)]
    public void An_address_is_one_that_Caddy_would_write_so(string text, string? address) => Assert.Equal(address, ClientAddress.Parse(text));
}
