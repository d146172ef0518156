using Showcase.Api;
using Showcase.Database;
using Showcase.Hosting;
using Showcase.Migrate;
using Showcase.Mqtt;
using Showcase.Web;
using Showcase.Worker;

namespace Showcase.Tests.Settings;

// One class for all: the variables of a process exist once, and xunit runs the tests of one class one after the other.
public sealed class SettingsTests
{
    [Theory]
    [InlineData("api", "ENVIRONMENT, RELEASE, BASE_URL, DB_HOST, DB_DATABASE, DB_API_WORKER_USER, DB_API_WORKER_PASSWORD, REDIS_HOST, VAULT_PATH, VAULT_BASE_URL, JWT_SECRET_KEY")]
    [InlineData("worker", "ENVIRONMENT, RELEASE, DB_HOST, DB_DATABASE, DB_API_WORKER_USER, DB_API_WORKER_PASSWORD, REDIS_HOST, MQTT_HOST, MQTT_PORT, MQTT_CA_FILE, MQTT_CERT_FILE, MQTT_KEY_FILE, VAULT_PATH")]
    [InlineData("web", "ENVIRONMENT, RELEASE, API_URL, PUBLIC_API_BASE_URL")]
    [InlineData("migrate", "DB_HOST, DB_DATABASE, DB_ADMIN_USER, DB_ADMIN_PASSWORD, DB_API_WORKER_USER")]
    public void Every_missing_name_is_reported_at_once(string role, string names)
    {
        using Variables variables = new([]);

        var stop = Assert.Throws<StopException>(() => Read(role));

        Assert.Equal(2, stop.ExitCode);
        Assert.Equal(
            $"""
            The role '{role}' cannot start.
              Not set: {names}
              Set these environment variables of the container and start it again.
            """,
            stop.Message);
    }

    [Fact]
    public void What_is_missing_and_what_is_wrong_is_reported_together_by_name_and_never_by_value()
    {
        using var variables = Variables.CompleteBut(
            ("RELEASE", ""),
            ("DB_API_WORKER_PASSWORD", "  "),
            ("BASE_URL", "ftp://v4lue.example"),
            ("VAULT_BASE_URL", "v4lue"),
            ("JWT_SECRET_KEY", "v4lue"));

        var stop = Assert.Throws<StopException>(() => Read("api"));

        Assert.Equal(
            """
            The role 'api' cannot start.
              Not set: RELEASE, DB_API_WORKER_PASSWORD
              Wrong: BASE_URL has to be an http or https address
              Wrong: VAULT_BASE_URL has to be an http or https address
              Wrong: JWT_SECRET_KEY has to have at least 32 characters
              Set these environment variables of the container and start it again.
            """,
            stop.Message);
    }

    [Fact]
    public void A_role_does_not_ask_for_the_secrets_of_another()
    {
        // The serving roles know nothing of the owner of the schema, and the page knows no secret at all.
        string[] owner = ["DB_ADMIN_USER", "DB_ADMIN_PASSWORD"];
        using Variables variables = new(Variables.Complete.Where(variable => !owner.Contains(variable.Key)));

        Assert.NotNull(Read("api"));
        Assert.NotNull(Read("worker"));
        Assert.NotNull(Read("web"));
        Assert.Throws<StopException>(() => Read("migrate"));
    }

    [Fact]
    public void Every_variable_lands_where_it_belongs()
    {
        using var variables = Variables.CompleteBut();

        var api = ApiSettings.Read();
        var worker = WorkerSettings.Read();
        var web = WebSettings.Read();
        var migrate = MigrateSettings.Read();

        Assert.Equal(("dev", "2025-06-03.1", "cache", "/vault"), (api.EnvironmentName, api.Release, api.RedisHost, api.VaultPath));
        Assert.Equal(("db", "makapix", "makapix_worker", "worker-password"), Of(api.Database));
        Assert.Equal(("https://makapix.example", "https://vault.makapix.example"), (api.BaseUrl, api.VaultBaseUrl));
        Assert.Equal("0123456789abcdef0123456789abcdef", api.JwtKey.Reveal());
        Assert.Equal(("db", "makapix", "makapix_worker", "worker-password"), Of(worker.Database));
        Assert.Equal(new MqttSettings("mqtt", 8883, "/certs/ca.crt", "/certs/client.crt", "/certs/client.key"), worker.Mqtt);
        Assert.Equal(("dev", "2025-06-03.1", "cache", "/vault"), (worker.EnvironmentName, worker.Release, worker.RedisHost, worker.VaultPath));
        Assert.Equal(new WebSettings("dev", "2025-06-03.1", "http://api:8080", "https://makapix.example/api"), web);
        Assert.Equal(("db", "makapix", "makapix_admin", "admin-password"), Of(migrate.Database));
        Assert.Equal("makapix_worker", migrate.WorkerUser);
    }

    [Fact]
    public void Settings_that_are_printed_show_no_secret()
    {
        using var variables = Variables.CompleteBut();

        var printed = $"{ApiSettings.Read()} {WorkerSettings.Read()} {WebSettings.Read()} {MigrateSettings.Read()}";

        Assert.Contains("Password = ***", printed, StringComparison.Ordinal);
        Assert.Contains("JwtKey = ***", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("worker-password", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("admin-password", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Variables.Complete["JWT_SECRET_KEY"], printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("8883", true)]
    [InlineData("65535", true)]
    [InlineData("0", false)]
    [InlineData("65536", false)]
    [InlineData("99999999999", false)]
    [InlineData("-1", false)]
    [InlineData("+8883", false)]
    [InlineData(" 8883", false)]
    [InlineData("8883.0", false)]
    [InlineData("8,883", false)]
    [InlineData("0x1F", false)]
    [InlineData("mqtt", false)]
    public void A_port_is_a_number_from_1_to_65535(string value, bool isGood)
    {
        using var variables = Variables.CompleteBut(("MQTT_PORT", value));

        AssertReads("worker", isGood, "MQTT_PORT has to be a port number from 1 to 65535");
    }

    [Theory]
    [InlineData("http://api:8080", true)]
    [InlineData("https://makapix.example/path/", true)]
    [InlineData("api:8080", false)]
    [InlineData("makapix.example", false)]
    [InlineData("/api", false)]
    [InlineData("//makapix.example", false)]
    [InlineData("http://", false)]
    [InlineData("http://a:99999", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("javascript:alert(1)", false)]
    public void An_address_is_absolute_and_of_http_or_https(string value, bool isGood)
    {
        using var variables = Variables.CompleteBut(("API_URL", value));

        AssertReads("web", isGood, "API_URL has to be an http or https address");
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(32, true)]
    public void A_key_is_at_least_as_long_as_the_signatures_it_makes(int length, bool isGood)
    {
        using var variables = Variables.CompleteBut(("JWT_SECRET_KEY", new string('k', length)));

        AssertReads("api", isGood, "JWT_SECRET_KEY has to have at least 32 characters");
    }

    private static void AssertReads(string role, bool isGood, string problem)
    {
        if (isGood)
        {
            Assert.NotNull(Read(role));
            return;
        }

        var stop = Assert.Throws<StopException>(() => Read(role));
        Assert.Equal(
            $"""
            The role '{role}' cannot start.
              Wrong: {problem}
              Set these environment variables of the container and start it again.
            """,
            stop.Message);
    }

    private static object Read(string role) => role switch
    {
        "api" => ApiSettings.Read(),
        "worker" => WorkerSettings.Read(),
        "web" => WebSettings.Read(),
        "migrate" => MigrateSettings.Read(),
        _ => throw new ArgumentException($"There are no settings of '{role}'.", nameof(role)),
    };

    private static (string Host, string Name, string User, string Password) Of(DatabaseSettings settings) =>
        (settings.Host, settings.Name, settings.User, settings.Password.Reveal());
}
