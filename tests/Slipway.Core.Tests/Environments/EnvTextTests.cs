using Slipway.Core.Environments;

namespace Slipway.Core.Tests.Environments;

public class EnvTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData(" # both sides ")]
    [InlineData("it's \"quoted\"")]
    [InlineData("cost$5 ${AND} $fun $$")]
    [InlineData("ends with \\")]
    [InlineData("\\0101 \\n \\\"")]
    [InlineData("two\nlines\r\nthree")]
    [InlineData("Ahoy \U0001F6A2")]
    public void A_value_is_read_back_as_it_was(string value)
    {
        var file = EnvFile.Parse(EnvText.Of([new("BEFORE", "1"), new("KEY", value), new("AFTER", "2")]), "env");

        Assert.Empty(file.Problems);
        Assert.Equal(["1", value, "2"], file.Entries.Select(entry => entry.Value));
    }
}
