using Slipway.Core.Environments;

namespace Slipway.Core.Tests.Environments;

public sealed class InterpolationTests
{
    private static readonly Dictionary<string, string> Values = new() { ["HOST"] = "shop.localhost", ["PORT"] = "8443", ["ODD"] = "${HOST} $$ $1", ["EMPTY"] = "" };

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("https://${HOST}:${PORT}/", "https://shop.localhost:8443/")]
    [InlineData("a$$b", "a$b")]
    [InlineData("$${HOST}", "${HOST}")]
    [InlineData("$$${HOST}", "$shop.localhost")]
    [InlineData("$HOST ${HOST:-x} ${} ${1} $", "$HOST ${HOST:-x} ${} ${1} $")]
    [InlineData("${ODD}", "${HOST} $$ $1")]
    [InlineData("[${EMPTY}]", "[]")]
    public void Only_braced_keys_and_doubled_dollars_are_replaced_and_only_once(string text, string expected)
    {
        var (resolved, missing) = Interpolation.Resolve(text, Values);

        Assert.Equal(expected, resolved);
        Assert.Empty(missing);
    }

    [Fact]
    public void Keys_without_a_value_are_named_once_and_stay_in_the_text()
    {
        var (resolved, missing) = Interpolation.Resolve("${B}${HOST}${A}${B}", Values);

        Assert.Equal("${B}shop.localhost${A}${B}", resolved);
        Assert.Equal(["B", "A"], missing.AsEnumerable());
    }
}
