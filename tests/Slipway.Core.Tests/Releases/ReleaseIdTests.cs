using System.Text.Json;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Releases;

public class ReleaseIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(new string[0], "2026-11-20.1")]
    [InlineData(new[] { "2026-11-19.7" }, "2026-11-20.1")]
    [InlineData(new[] { "2026-11-20.1", "2026-11-20.2" }, "2026-11-20.3")]
    [InlineData(new[] { "2026-11-20.9", "2026-11-20.10" }, "2026-11-20.11")] // by number, not by text
    [InlineData(new[] { "2026-11-20.5" }, "2026-11-20.6")] // a gap is not filled: an image may bear the name
    public void The_next_id_is_one_above_all_of_the_day(string[] taken, string expected) =>
        Assert.Equal(expected, ReleaseId.Next(Now, taken.Select(ReleaseId.Parse)).ToString());

    [Fact]
    public void The_day_is_that_of_UTC()
    {
        var inTokyo = new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.FromHours(9));

        Assert.Equal("2026-11-20.1", ReleaseId.Next(inTokyo, []).ToString());
    }

    [Theory]
    [InlineData("2026-11-20.1")]
    [InlineData("2026-11-20.999999")]
    public void An_id_reads_back_as_it_was_written(string text) => Assert.Equal(text, ReleaseId.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("2026-11-20")]
    [InlineData("\uFF12026-11-20.1")] // a digit, but not one of ASCII
    [InlineData("2026-11-20.0")]
    [InlineData("2026-11-20.01")]
    [InlineData("2026-11-20.1000000")]
    [InlineData("2026-11-20.-1")]
    [InlineData("2026-11-20.1\n")]
    [InlineData(" 2026-11-20.1")]
    [InlineData("../2026-11-20.1")]
    [InlineData("2026-11-20.1/../..")]
    public void Anything_else_is_not_an_id_so_that_an_id_is_safe_in_paths_and_tags(string? text)
    {
        Assert.False(ReleaseId.TryParse(text, out _));
        Assert.Equal($"'{text}' is not a valid release id.", Assert.Throws<FormatException>(() => ReleaseId.Parse(text)).Message);
    }

    [Fact]
    public void Ids_sort_by_day_and_number()
    {
        string[] sorted = ["2025-12-31.3", "2026-01-01.2", "2026-01-01.10", "2026-01-02.1"];

        Assert.Equal(sorted, sorted.Reverse().Select(ReleaseId.Parse).Order().Select(id => id.ToString()));
        Assert.True(ReleaseId.Parse("2026-01-01.2") < ReleaseId.Parse("2026-01-01.10"));
        Assert.True(ReleaseId.Parse("2026-01-01.10") >= ReleaseId.Parse("2026-01-01.10"));
        Assert.False(ReleaseId.Parse("2026-01-01.2") > ReleaseId.Parse("2026-01-01.10"));
        Assert.False(ReleaseId.Parse("2026-01-02.1") <= ReleaseId.Parse("2026-01-01.10"));
    }

    [Fact]
    public void In_JSON_an_id_is_its_text()
    {
        Assert.Equal("\"2026-11-20.1\"", JsonSerializer.Serialize(ReleaseId.Parse("2026-11-20.1")));
        Assert.Equal(ReleaseId.Parse("2026-11-20.1"), JsonSerializer.Deserialize<ReleaseId>("\"2026-11-20.1\""));
    }
}
