using Slipway.Core.Edge;

namespace Slipway.Core.Tests.Edge;

public class DeveloperListTests
{
    [Fact]
    public void A_list_is_written_in_the_order_of_its_names_and_read_again()
    {
        var list = DeveloperList.Parse(null).With("carl", "$2a$14$c").With("ann", "$2a$14$old").With("ann", "$2a$14$a").With("bob", "$2a$14$b").Without("bob").Without("nobody");

        Assert.Equal("ann $2a$14$a\ncarl $2a$14$c\n", list.Text);
        Assert.Equal(list.Text, DeveloperList.Parse(list.Text).Text);
        Assert.Equal("ann carl", string.Join(' ', list.Names));
        Assert.True(list.Has("ann"));
        Assert.False(list.Has("bob"));
    }

    [Fact]
    public void Lines_that_are_none_of_its_own_never_reach_the_edge() =>
        Assert.Equal("ann $2a$14$a\n", DeveloperList.Parse("# by hand\n\nann $2a$14$a\r\nbob plain\n{$2} $2a$14$x\nimport /etc/passwd\ncarl $2a$14$c more\n").Text);

    [Fact]
    public void Of_two_lines_with_one_name_the_later_one_counts() => Assert.Equal("ann $2a$14$b\n", DeveloperList.Parse("ann $2a$14$a\nann $2a$14$b\n").Text);

    [Fact]
    public void No_hash_is_printed() => Assert.DoesNotContain("$2a$14$a", DeveloperList.Parse("ann $2a$14$a\n").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("ann", true)]
    [InlineData("Ann.B-2_x@example.org", true)]
    [InlineData("", false)]
    [InlineData("-ann", false)]
    [InlineData("ann b", false)]
    [InlineData("ann:b", false)]
    [InlineData("ann\n", false)]
    [InlineData("{ann}", false)]
    [InlineData("\"ann\"", false)]
    [InlineData("änn", false)]
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234", false)]
    public void A_name_is_one_that_means_nothing_to_Caddy(string name, bool isName) => Assert.Equal(isName, DeveloperList.IsName(name));
}
