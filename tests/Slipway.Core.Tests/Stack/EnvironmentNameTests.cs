using System.Text.Json;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Stack;

public sealed class EnvironmentNameTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("2nd_trial-a")]
    public void A_name_is_the_text_that_the_definition_has(string text)
    {
        Assert.True(EnvironmentName.TryParse(text, out var name));
        Assert.Equal((text, $"/state/shop/{text}/lock"), ($"{name}", new StatePaths("/state", "shop").Lock(name)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("Dev")]
    [InlineData("-dev")]
    [InlineData("dev\n")]
    public void What_is_not_a_name_cannot_get_into_a_path(string? text)
    {
        Assert.False(EnvironmentName.TryParse(text, out _));
        Assert.Throws<FormatException>(() => EnvironmentName.Parse(text));
        Assert.Throws<FormatException>(() => JsonSerializer.Deserialize<EnvironmentName>(JsonSerializer.Serialize(text)));
        Assert.Throws<InvalidOperationException>(() => new StatePaths("/state", "shop").Lock(default));
    }

    [Fact]
    public void In_json_it_is_its_text()
    {
        Assert.Equal("\"prod\"", JsonSerializer.Serialize(Named.Prod));
        Assert.Equal(Named.Prod, JsonSerializer.Deserialize<EnvironmentName>("\"prod\""));
    }

    [Fact]
    public void Names_are_ordered_by_their_characters() =>
        Assert.Equal(
            ["a-b", "a_b", "ab"],
            "ab a_b a-b".Split(' ').Select(EnvironmentName.Parse).Order().Select(name => name.ToString()));
}
