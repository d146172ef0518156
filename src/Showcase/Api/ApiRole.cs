using Npgsql;
using Showcase.Hosting;
using Showcase.Jobs;
using Showcase.Redis;
using Showcase.Vault;

namespace Showcase.Api;

/// <summary><c>api</c>: the HTTP interface, all of it under <c>/api</c>.</summary>
internal static class ApiRole
{
    public static async Task<int> RunAsync()
    {
        ApiSettings settings = ApiSettings.Read();
        WebApplicationBuilder builder = WebHost.CreateBuilder();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(_ => settings.Database.CreateDataSource("showcase-api"));
        builder.Services.AddSingleton(_ => new RedisClient(settings.RedisHost));
        builder.Services.AddSingleton(_ => new SessionTokens(settings.JwtKey, settings.BaseUrl, TimeProvider.System));
        builder.Services.AddSingleton(_ => new VaultFolder(settings.VaultPath));
        builder.Services.AddSingleton<JobQueue>();
        builder.Services.AddSingleton<Store>();

        await using WebApplication app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusCodeOf,
            // The caller's mistake is no event for this log.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });

        RouteGroupBuilder api = app.MapGroup("/api");
        StatusEndpoints.Map(api);
        ContentEndpoints.Map(api);
        SlowEndpoint.Map(api);
        EchoEndpoint.Map(api);
        VaultEndpoint.Map(api);
        app.Logger.LogInformation("Release {Release} of {Environment} starts.", settings.Release, settings.EnvironmentName);
        await app.RunAsync();
        return 0;
    }

    private static int StatusCodeOf(Exception error) => error switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        PostgresException { IsTransient: false } => StatusCodes.Status500InternalServerError,
        NpgsqlException or RedisException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
