using Slipway.Core.Commands;

namespace Slipway.Core.Tests.Commands;

public class ShellTextTests
{
    [Theory]
    [InlineData("up", "up")]
    [InlineData("--file=/srv/a-b_c.json", "--file=/srv/a-b_c.json")]
    [InlineData("caddy:2@sha256,x+1%", "caddy:2@sha256,x+1%")]
    [InlineData("", "''")] // an empty argument stays one
    [InlineData("two words", "'two words'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("`id`", "'`id`'")]
    [InlineData("a;b|c&d", "'a;b|c&d'")]
    [InlineData("*.dump", "'*.dump'")]
    [InlineData("~root", "'~root'")] // unquoted, a tilde at the beginning becomes a home folder
    [InlineData("{{.Name}}", "'{{.Name}}'")]
    [InlineData("back\\slash", "'back\\slash'")]
    [InlineData("\"quoted\"", "'\"quoted\"'")]
    [InlineData("line\nbreak", "'line\nbreak'")]
    [InlineData("größe", "'größe'")]
    public void A_word_is_quoted_only_where_a_shell_would_change_it(string word, string expected) =>
        Assert.Equal(expected, ShellText.Quote(word));
}
