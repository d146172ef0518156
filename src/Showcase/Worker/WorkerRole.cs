using Npgsql;
using Showcase.Database;
using Showcase.Hosting;
using Showcase.Jobs;
using Showcase.Mqtt;
using Showcase.Redis;
using Showcase.Vault;

namespace Showcase.Worker;

/// <summary><c>worker</c>: takes jobs from the queue and announces posts over MQTT.</summary>
internal static class WorkerRole
{
    /// <summary>
    /// Written after every round in which database, queue and broker answered: <c>health file:/tmp/worker.alive?maxAgeSeconds=30</c>.
    /// </summary>
    private const string HeartbeatFile = "/tmp/worker.alive";

    public static async Task<int> RunAsync()
    {
        WorkerSettings settings = WorkerSettings.Read();
        using ILoggerFactory logging = LoggerFactory.Create(Logs.Configure);
        ILogger log = logging.CreateLogger("worker");
        log.LogInformation("Release {Release} of {Environment} starts.", settings.Release, settings.EnvironmentName);

        using Termination termination = new();
        await using NpgsqlDataSource database = settings.Database.CreateDataSource("showcase-worker");
        using RedisClient redis = new(settings.RedisHost);
        MqttPublisher mqtt = new(settings.Mqtt);
        JobLoop loop = new(
            new JobQueue(redis),
            new Announcer(database, mqtt, settings.EnvironmentName, settings.Release),
            async cancellation =>
            {
                await Schema.CheckAsync(database, cancellation);
                await mqtt.CheckAsync(cancellation);
            },
            () => File.WriteAllText(HeartbeatFile, ""),
            log);

        File.Delete(HeartbeatFile);
        new VaultFolder(settings.VaultPath).RemoveAbandonedUploads(log);
        try
        {
            await loop.RunAsync(termination.Token);
        }
        catch (OperationCanceledException) when (termination.Token.IsCancellationRequested)
        {
            // Stopped while waiting: nothing was in hand, or it stays in the processing list.
        }

        log.LogInformation("Stopped.");
        return 0;
    }
}
