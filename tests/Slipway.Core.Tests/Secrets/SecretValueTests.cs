using Slipway.Core.Secrets;

namespace Slipway.Core.Tests.Secrets;

public sealed class SecretValueTests
{
    [Theory]
    [InlineData("DB_PASSWORD", "x")]
    [InlineData("JWT_SECRET_KEY", "q8VtYw2mKc5RzLh9dNf3Jx7PbGs4Tk6A")]
    [InlineData("API_KEY", "/9j4AAQSkZJRgABAQEAYABgAAD=")]
    [InlineData("DB_PASSWORD", "postgres://owner:hunter2@db/app")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "12345678")]
    public void A_value_under_the_name_of_a_secret_is_one(string key, string value) => Assert.True(SecretValue.Is(key, value));

    [Theory]
    [InlineData("DB_HOST", "shop-dev-db")]
    [InlineData("DB_PASSWORD", "")]
    [InlineData("MQTT_KEY_FILE", "worker.key")]
    [InlineData("POSTGRES_PASSWORD_FILE", "password")]
    [InlineData("TOKEN_TTL", "3600")]
    [InlineData("AWS_ACCESS_KEY_ID", "AKIA")]
    [InlineData("DB_SECRET_NAME", "shop")]
    [InlineData("VAPID_PUBLIC_KEY", "short")]
    [InlineData("ALLOW_EMPTY_PASSWORD", "1")]
    [InlineData("TOKEN_ENDPOINT", "https://id.example/token")]
    [InlineData("TLS_KEY", "/run/secrets/server.key")]
    [InlineData("TLS_KEY", "./data/dev/server.key")]
    [InlineData("PASSWORD_RESET", "true")]
    public void What_only_sounds_like_a_secret_is_none(string key, string value) => Assert.False(SecretValue.Is(key, value));

    [Theory]
    [InlineData("password")]
    [InlineData("Postgres-Password-2024!")]
    [InlineData("supersecretpassword")]
    [InlineData("shop-owner-1")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abababababababab")]
    [InlineData("1234567890123456")]
    [InlineData("12345678901234567890")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("zyxwvutsrqponmlk")]
    [InlineData("402938471625")]
    public void What_is_tried_first_is_guessable(string value) => Assert.True(SecretValue.IsGuessable(value, "DB_PASSWORD", "shop_owner"));

    [Theory]
    [InlineData("q8VtYw2mKc5RzLh9dNf3Jx7PbGs4Tk6A")]
    [InlineData("correct horse battery staple")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015")]
    [InlineData("58204917364058271936")]
    [InlineData("58204-91736-40582-71936-a")]
    [InlineData("%7&92!^4(8)~")]
    public void What_nobody_would_try_is_not(string value) => Assert.False(SecretValue.IsGuessable(value, "DB_PASSWORD", "shop_owner"));

    [Theory]
    [InlineData("JWT_SECRET_KEY", true)]
    [InlineData("SESSION_SECRET", true)]
    [InlineData("DB_PASSWORD", false)]
    public void The_name_says_whether_a_key_signs(string key, bool expected) => Assert.Equal(expected, SecretValue.IsSigningKey(key));

    [Fact]
    public void A_value_without_end_is_judged_in_no_time()
    {
        Assert.True(SecretValue.IsGuessable(new string('x', 1_000_000)));
        Assert.False(SecretValue.IsGuessable(string.Concat(Enumerable.Repeat("password1", 100_000))));
    }
}
