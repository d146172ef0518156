using Slipway.Core.Environments;

namespace Slipway.Core.Tests.Environments;

public sealed class EnvCheckTests
{
    private const string Template = "# the site\nDOMAIN=shop.localhost\nSECRET=<random:32>\nTOKEN=<the token>\nNOTE=\n";

    [Fact]
    public void A_file_with_every_key_filled_in_has_no_problem() =>
        Assert.Empty(Check("DOMAIN=\nSECRET=abc\nTOKEN=def\nNOTE=\nMINE=1\n"));

    [Fact]
    public void Missing_keys_placeholders_empty_secrets_and_mistakes_are_reported_together() =>
        Assert.Equal(
            [
                ".env.dev:3: the line is neither KEY=VALUE nor a comment (expected KEY=VALUE, or '#' at the start of the line)",
                ".env.dev:1 TOKEN: the value is still a placeholder (expected a real value; dev.env explains it)",
                ".env.dev:2 SECRET: the value is empty (expected a real value; dev.env explains it)",
                ".env.dev DOMAIN: the key is missing (expected it as on line 2 of dev.env; InitEnv adds it)",
                ".env.dev NOTE: the key is missing (expected it as on line 5 of dev.env; InitEnv adds it)",
            ],
            Check("TOKEN=<the token>\nSECRET=\nnonsense"));

    [Theory]
    [InlineData("<fill in>")]
    [InlineData("\"<fill in>\"")]
    [InlineData("<you@example.com>")]
    [InlineData("https://<your domain>/api")]
    [InlineData("<random:32>")]
    [InlineData("changeme")]
    [InlineData("ChangeMe123")]
    [InlineData("CHANGE-ME")]
    [InlineData("change_me")]
    [InlineData("your-secret")]
    [InlineData("'Your-Secret'")]
    [InlineData("https://your-domain.com")]
    public void A_placeholder_is_found_and_not_repeated(string value) =>
        Assert.Equal([".env.dev:3 TOKEN: the value is still a placeholder (expected a real value; dev.env explains it)"], Check($"DOMAIN=x\nSECRET=x\nTOKEN={value}\nNOTE="));

    [Theory]
    [InlineData("Shop <noreply@shop.example.com>")]
    [InlineData("make-your-day.example.com")]
    [InlineData("yourself")]
    [InlineData("a<b")]
    [InlineData("exchange")]
    public void What_only_looks_like_a_placeholder_is_none(string value) =>
        Assert.Empty(Check($"DOMAIN=x\nSECRET=x\nTOKEN={value}\nNOTE="));

    private static IEnumerable<string> Check(string env) => EnvCheck.Check(Template, env, "dev.env", ".env.dev").Select(problem => problem.ToString());
}
