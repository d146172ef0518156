using Showcase.Database;
using Showcase.Settings;

namespace Showcase.Api;

internal sealed record ApiSettings(
    string EnvironmentName,
    string Release,
    string BaseUrl,
    DatabaseSettings Database,
    string RedisHost,
    string VaultPath,
    string VaultBaseUrl,
    Secret JwtKey
)
{
    /// <summary>HMAC-SHA256 wants a key as long as its output (RFC 7518, 3.2).</summary>
    private const int MinimumKeyLength = 32;

    public static ApiSettings Read() => EnvironmentReader.Read("api", environment => new ApiSettings(
        environment.Text("ENVIRONMENT"),
        environment.Text("RELEASE"),
        environment.Url("BASE_URL"),
        DatabaseSettings.ReadWorker(environment),
        environment.Text("REDIS_HOST"),
        environment.Text("VAULT_PATH"),
        environment.Url("VAULT_BASE_URL"),
        environment.Secret("JWT_SECRET_KEY", MinimumKeyLength)));
}
