using Slipway.Core.Environments;
using Slipway.Core.Problems;

namespace Slipway.Core.Tests.Environments;

public sealed class EnvTemplateTests
{
    private const string Template =
        """
        # Development of the shop.
        # Copy nothing by hand: InitEnv fills this in.

        # Where it is found.
        DOMAIN=shop.localhost
        BASE_URL=https://${DOMAIN}   # follows the domain

        # The database's owner.
        DB_PASSWORD=<random:8>
        # Signs tokens. Must differ between environments.
        export JWT_SECRET="<random:12>" # at least 12

        # From the OAuth app's page.
        OAUTH_SECRET=<the client secret of the OAuth app>
        OAUTH_NOTE=

        """;

    [Fact]
    public void A_new_file_is_the_template_with_random_values_in_their_places()
    {
        var filled = EnvTemplate.Fill(Template, null, Letters);

        Assert.Equal(Template.Replace("<random:8>", "aaaaaaaa", StringComparison.Ordinal).Replace("\"<random:12>\"", "aaaaaaaaaaaa", StringComparison.Ordinal), filled.Text);
        Assert.Equal(["DOMAIN", "BASE_URL", "DB_PASSWORD", "JWT_SECRET", "OAUTH_SECRET", "OAUTH_NOTE"], filled.AddedKeys.AsEnumerable());
        Assert.Equal(["DB_PASSWORD", "JWT_SECRET"], filled.GeneratedKeys.AsEnumerable());
        Assert.Equal(["OAUTH_SECRET"], filled.StillPlaceholders.AsEnumerable());
        Assert.Equal("6 keys added, 2 of them random, 1 to fill in", filled.ToString());
    }

    [Fact]
    public void An_existing_file_gets_only_what_it_lacks_with_its_comments_at_the_end()
    {
        const string existing = "DB_PASSWORD='set by hand'\r\n\r\n  DOMAIN = other.localhost\r\nMINE=1\r\nBASE_URL=\r\nOAUTH_SECRET=changeme";

        var filled = EnvTemplate.Fill(Template, existing, Letters);

        Assert.Equal(
            existing + "\r\n\r\n# Signs tokens. Must differ between environments.\r\nexport JWT_SECRET=aaaaaaaaaaaa # at least 12\r\nOAUTH_NOTE=\r\n",
            filled.Text);
        Assert.Equal(["JWT_SECRET", "OAUTH_NOTE"], filled.AddedKeys.AsEnumerable());
        Assert.Equal(["JWT_SECRET"], filled.GeneratedKeys.AsEnumerable());
        Assert.Equal(["OAUTH_SECRET"], filled.StillPlaceholders.AsEnumerable());
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        var first = EnvTemplate.Fill(Template, null, Letters).Text;

        var second = EnvTemplate.Fill(Template, first, length => throw new InvalidOperationException($"{length} characters were asked for."));

        Assert.Equal(first, second.Text);
        Assert.Empty(second.AddedKeys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MINE=1")]
    [InlineData("MINE=1\n")]
    [InlineData("\uFEFFMINE=\"a\nb\"\r\n\r\n")]
    [InlineData("DOMAIN=x\nBASE_URL=y\n# the end")]
    public void What_exists_stays_as_it_is_and_the_result_has_every_key(string existing)
    {
        var filled = EnvTemplate.Fill(Template, existing, Letters);

        Assert.StartsWith(existing, filled.Text, StringComparison.Ordinal);
        var file = EnvFile.Parse(filled.Text, ".env");
        Assert.Empty(file.Problems);
        Assert.Equal(6, file.Values.Keys.Count(key => key != "MINE"));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_not_added_to()
    {
        var exception = Assert.Throws<SlipwayException>(() => EnvTemplate.Fill(Template, "A=\"open\n", Letters, "dev.env", ".env.dev"));

        Assert.Equal(ExitCode.Usage, exception.ExitCode);
        Assert.Contains(".env.dev:1 A: the quote is never closed (expected \" at the end of the value)", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1aaaaaaa")]
    [InlineData("aaaa aaa")]
    [InlineData("aaaaaaaaa")]
    public void Text_that_is_not_what_was_asked_for_is_never_written(string random) =>
        Assert.Throws<InvalidOperationException>(() => EnvTemplate.Fill("A=<random:8>", null, _ => random));

    private static string Letters(int length) => new('a', length);
}
