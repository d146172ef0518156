using Npgsql;
using Showcase.Database;
using Showcase.Redis;

namespace Showcase.Api;

/// <summary>Liveness, health and version.</summary>
internal static class StatusEndpoints
{
    // Below the 3 s that the container's health check waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/live", () => Results.Ok(new { Status = "ok" }));
        api.MapGet("/version", (ApiSettings settings) => Results.Ok(new { settings.Release, Environment = settings.EnvironmentName }));
        api.MapGet("/health", HealthAsync);
    }

    private static async Task<IResult> HealthAsync(
        ApiSettings settings,
        NpgsqlDataSource database,
        RedisClient redis,
        ILoggerFactory logging,
        CancellationToken cancellation
    )
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        string?[] failing = await Task.WhenAll(
            TryAsync("database", Schema.CheckAsync(database, limit.Token), logging),
            TryAsync("redis", redis.PingAsync(limit.Token), logging));
        string[] names = [.. failing.OfType<string>()];
        return names.Length == 0
            ? Results.Ok(new { Status = "ok", settings.Release, Environment = settings.EnvironmentName })
            : Results.Json(
                new { Status = "unavailable", settings.Release, Environment = settings.EnvironmentName, Failing = names },
                statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The name when the check failed. The reason goes to the log, since it holds names of hosts and roles.</summary>
    private static async Task<string?> TryAsync(string name, Task check, ILoggerFactory logging)
    {
        try
        {
            await check;
            return null;
        }
        catch (Exception error) when (error is NpgsqlException or RedisException or OperationCanceledException or TimeoutException)
        {
            logging.CreateLogger("health").LogWarning("{Name}: {Problem}", name, error.Message);
            return name;
        }
    }
}
