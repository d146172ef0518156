using Slipway.Core.Secrets;

namespace Slipway.Core.Tests.Secrets;

public class RedactorTests
{
    [Fact]
    public void Every_occurrence_of_every_secret_is_replaced() =>
        Assert.Equal("a *** b *** c ***", new Redactor(["first-secret", "other-secret"]).Clean("a first-secret b other-secret c first-secret"));

    [Fact]
    public void A_secret_that_holds_another_one_leaves_no_remainder() =>
        Assert.Equal("*** and ***", new Redactor(["abcdef", "abcdef-and-more"]).Clean("abcdef-and-more and abcdef"));

    [Theory]
    [InlineData("")]
    [InlineData("dev")]
    [InlineData("12345")]
    public void A_value_that_stands_in_ordinary_words_is_left(string value) =>
        Assert.Equal("dev 12345 development", new Redactor([value]).Clean("dev 12345 development"));

    [Fact]
    public void Six_characters_are_a_secret() => Assert.Equal("x *** y", new Redactor(["123456"]).Clean("x 123456 y"));

    [Fact]
    public void Case_matters() => Assert.Equal("ABCDEFG", new Redactor(["abcdefg"]).Clean("ABCDEFG"));

    [Theory]
    [InlineData("DB_ADMIN_PASSWORD", true)]
    [InlineData("db_password", true)]
    [InlineData("JWT_SECRET_KEY", true)]
    [InlineData("GITHUB_OAUTH_CLIENT_SECRET", true)]
    [InlineData("RESEND_API_KEY", true)]
    [InlineData("ACCESS_TOKEN", true)]
    [InlineData("MQTT_PRIVATE", true)]
    [InlineData("AWS_CREDENTIALS", true)]
    [InlineData("REDIS_PASS", true)]
    [InlineData("MYSQL_PWD", true)]
    [InlineData("SSH_PASSPHRASE", true)]
    [InlineData("BYPASS", false)]
    [InlineData("DB_HOST", false)]
    [InlineData("BASIC_AUTH_USER", false)]
    [InlineData("KEYBOARD", false)]
    public void The_name_of_a_key_says_whether_its_value_is_secret(string key, bool expected) => Assert.Equal(expected, Redactor.IsSecretName(key));

    [Fact]
    public void Of_an_env_file_only_the_values_of_secret_keys_are_replaced()
    {
        var redactor = Redactor.ForEnvironment(new Dictionary<string, string> { ["DB_PASSWORD"] = "hunter-and-gatherer", ["DB_HOST"] = "shop-dev-db" });

        Assert.Equal("*** at shop-dev-db", redactor.Clean("hunter-and-gatherer at shop-dev-db"));
    }

    [Fact]
    public void No_secret_known_means_no_change() => Assert.Equal("as it is", Redactor.None.Clean("as it is"));
}
