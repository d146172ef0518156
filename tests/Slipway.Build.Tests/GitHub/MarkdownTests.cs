using GitHub;

namespace Slipway.Build.Tests.GitHub;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("plain, with 1.5 s (and more)", "plain, with 1.5 s (and more)")]
    [InlineData("create_network *now*", "create\\_network \\*now\\*")]
    [InlineData("a|b", "a\\|b")]
    [InlineData("<img src=x> &amp; [link](https://x.test)", "\\<img src=x\\> \\&amp; \\[link\\](https://x.test)")]
    [InlineData("`code` \\ ~~no~~ $x$ #7", "\\`code\\` \\\\ \\~\\~no\\~\\~ \\$x\\$ \\#7")]
    [InlineData(" one\r\n  two\tthree ", "one two three")]
    public void Text_is_read_as_it_stands(string text, string expected) => Assert.Equal(expected, Markdown.Text(text));

    [Theory]
    [InlineData("api", "`api`")]
    [InlineData("a`b", "``a`b``")]
    [InlineData("`a``", "``` `a`` ```")]
    [InlineData("a|b\nc", "`a\\|b c`")]
    [InlineData("", "")]
    public void Code_is_not_ended_by_what_it_holds(string text, string expected) => Assert.Equal(expected, Markdown.Code(text));

    [Fact]
    public void A_block_is_not_ended_by_what_it_holds() => Assert.Equal("````text\na\n```\nb\n````", Markdown.Block(["a", "```", "b"]));

    [Theory]
    [InlineData("https://dev.shop.test:8443", "[here](https://dev.shop.test:8443/)")]
    [InlineData("https://shop.test/a (b)", "[here](https://shop.test/a%20%28b%29)")]
    [InlineData("javascript:alert(1)", "here")]
    [InlineData("nowhere", "here")]
    public void A_link_leads_to_the_web_alone(string address, string expected) => Assert.Equal(expected, Markdown.Link("here", address));

    [Fact]
    public void A_table_without_rows_is_left_out()
    {
        Assert.Equal("", Markdown.Table(["a"], []));
        Assert.Equal("| a | b |\n| --- | --- |\n| 1 | 2 |", Markdown.Table(["a", "b"], [["1", "2"]]));
    }
}
