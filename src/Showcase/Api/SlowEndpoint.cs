namespace Showcase.Api;

/// <summary>A request that takes its time, to see what a deployment does to requests in flight.</summary>
internal static class SlowEndpoint
{
    private const int MaxSeconds = 60;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/slow", async (int seconds, ApiSettings settings, CancellationToken cancellation) =>
        {
            if (Rules.Check(("seconds", seconds is >= 0 and <= MaxSeconds, $"0 to {MaxSeconds}")) is { } problems)
                return Results.ValidationProblem(problems);

        await Task.Delay(TimeSpan.FromSeconds(seconds), cancellation);
        return Results.Ok(new { Seconds = seconds, settings.Release });
    });
}
