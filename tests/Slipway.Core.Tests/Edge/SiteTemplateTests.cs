using Slipway.Core.Edge;

namespace Slipway.Core.Tests.Edge;

public class SiteTemplateTests
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["DOMAIN"] = "shop.example.org",
        ["SERVICE_API"] = "shop-dev-api 8080",
        ["EMPTY"] = "",
        ["OPEN"] = "a { b",
        ["CLOSE"] = "a } b",
        ["QUOTE"] = "a \" b",
        ["BACK_QUOTE"] = "a ` b",
        ["LINE"] = "a\nb",
    };

    [Theory]
    [InlineData("https://{$DOMAIN} {", "https://shop.example.org {")]
    [InlineData("import service {$SERVICE_API}", "import service shop-dev-api 8080")]
    [InlineData("a{$EMPTY}b", "ab")]
    [InlineData("{$NONE:plain}", "plain")]
    [InlineData("{$NONE:}", "")]
    [InlineData("{$DOMAIN:plain}", "shop.example.org")] // a value goes before the default
    [InlineData("redir {$DOMAIN}{uri} 308", "redir shop.example.org{uri} 308")] // Caddy's own placeholders stay
    [InlineData("{env.DOMAIN} {DOMAIN} {$}", "{env.DOMAIN} {DOMAIN} {$}")]
    public void Placeholders_become_values(string text, string expected)
    {
        var (filled, problems) = SiteTemplate.Fill("a.caddy", text, Values);

        Assert.Equal(expected, filled);
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("OPEN")]
    [InlineData("CLOSE")]
    [InlineData("QUOTE")]
    [InlineData("BACK_QUOTE")]
    [InlineData("LINE")]
    public void A_value_that_would_change_the_structure_is_a_problem_and_is_not_repeated(string key)
    {
        var (_, problems) = SiteTemplate.Fill("a.caddy", $"\n{{${key}}}", Values);

        Assert.Equal(
            $"a.caddy:2 {{${key}}}: the value has a character that would change the structure of the file (expected no brace, quote, back quote or control character)",
            Assert.Single(problems).ToString());
    }

    [Fact]
    public void Every_key_without_a_value_is_named_with_its_line()
    {
        var (_, problems) = SiteTemplate.Fill("a.caddy", "{$DOMAIN} {\n\trespond {$ONE}\n\n\trespond {$TWO}\n}\n", Values);

        Assert.Equal(
            [
                "a.caddy:2 {$ONE}: there is no value for it (expected a key of the env file, PROJECT, ACCESS_FILE, ACCESS_OPEN, or SERVICE_ with the name of a routed service)",
                "a.caddy:4 {$TWO}: there is no value for it (expected a key of the env file, PROJECT, ACCESS_FILE, ACCESS_OPEN, or SERVICE_ with the name of a routed service)",
            ],
            problems.Select(problem => problem.ToString()));
    }
}
