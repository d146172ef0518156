namespace Showcase.Tests.Settings;

/// <summary>The environment of a role for the time of a test: these variables are set, the other known ones are not. After it everything is as it was.</summary>
internal sealed class Variables : IDisposable
{
    /// <summary>Every variable of every role, with a good value.</summary>
    public static IReadOnlyDictionary<string, string> Complete { get; } = new Dictionary<string, string>
    {
        ["ENVIRONMENT"] = "dev",
        ["RELEASE"] = "2025-06-03.1",
        ["BASE_URL"] = "https://makapix.example/",
        ["API_URL"] = "http://api:8080",
        ["PUBLIC_API_BASE_URL"] = "https://makapix.example/api",
        ["DB_HOST"] = "db",
        ["DB_DATABASE"] = "makapix",
        ["DB_API_WORKER_USER"] = "makapix_worker",
        ["DB_API_WORKER_PASSWORD"] = "worker-password",
        ["DB_ADMIN_USER"] = "makapix_admin",
        ["DB_ADMIN_PASSWORD"] = "admin-password",
        ["REDIS_HOST"] = "cache",
        ["VAULT_PATH"] = "/vault",
        ["VAULT_BASE_URL"] = "https://vault.makapix.example",
        ["JWT_SECRET_KEY"] = "0123456789abcdef0123456789abcdef",
        ["MQTT_HOST"] = "mqtt",
        ["MQTT_PORT"] = "8883",
        ["MQTT_CA_FILE"] = "/certs/ca.crt",
        ["MQTT_CERT_FILE"] = "/certs/client.crt",
        ["MQTT_KEY_FILE"] = "/certs/client.key",
    };

    private readonly Dictionary<string, string?> _before;

    public Variables(IEnumerable<KeyValuePair<string, string>> values)
    {
        var set = values.ToDictionary();
        _before = Complete.Keys.Union(set.Keys).ToDictionary(name => name, Environment.GetEnvironmentVariable);
        foreach (var name in _before.Keys)
            Environment.SetEnvironmentVariable(name, set.GetValueOrDefault(name));
    }

    /// <summary>The complete environment with some values in another way.</summary>
    public static Variables CompleteBut(params (string Name, string Value)[] changes)
    {
        Dictionary<string, string> values = new(Complete);
        foreach (var (name, value) in changes)
            values[name] = value;
        return new Variables(values);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
    }
}
