using Showcase.Database;
using Showcase.Mqtt;
using Showcase.Settings;

namespace Showcase.Worker;

internal sealed record WorkerSettings(
    string EnvironmentName, string Release, DatabaseSettings Database, string RedisHost, MqttSettings Mqtt, string VaultPath)
{
    public static WorkerSettings Read() => EnvironmentReader.Read("worker", environment => new WorkerSettings(
        environment.Text("ENVIRONMENT"),
        environment.Text("RELEASE"),
        DatabaseSettings.ReadWorker(environment),
        environment.Text("REDIS_HOST"),
        MqttSettings.Read(environment),
        environment.Text("VAULT_PATH")));
}
