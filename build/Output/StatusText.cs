using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Json;
using Slipway.Engine.Status;
using Slipway.Engine.Runs;

namespace Output;

/// <summary>What runs, as a table and as JSON.</summary>
internal static class StatusText
{
    /// <summary>The table.</summary>
    public static string Of(ImmutableArray<EnvironmentStatus> environments) => string.Join('\n', environments.SelectMany(Lines));

    /// <summary>The JSON of <c>--json</c>.</summary>
    public static string Json(ImmutableArray<EnvironmentStatus> environments) => JsonText.Of(new JsonObject
    {
        ["environments"] = new JsonArray([.. environments.Select(environment => new JsonObject
        {
            ["name"] = environment.Name.ToString(),
            ["release"] = environment.Release?.ToString(),
            ["url"] = environment.Url,
            ["maintenance"] = environment.Maintenance is { } maintenance ? MaintenanceText.Json(maintenance) : null,
            ["developers"] = new JsonArray([.. environment.Developers.Select(name => (JsonNode?)name)]),
            ["edgeTrouble"] = environment.EdgeTrouble,
            ["underWay"] = environment.Worker?.Doing,
            ["cutOff"] = environment is { Worker: null, Interrupted: { } run }
                ? new JsonObject
                {
                    ["run"] = run.Run,
                    ["intent"] = run.Intent,
                    ["release"] = run.Release?.ToString(),
                    ["step"] = run.Step,
                }
                : null,
            ["services"] = new JsonArray([.. environment.Services.Select(service => new JsonObject
            {
                ["name"] = service.Name,
                ["state"] = service.State,
                ["health"] = service.Health,
                ["image"] = service.Image,
                ["replicas"] = service.Replicas,
                ["missing"] = service.Missing.Length > 0 ? service.Missing : null,
            })]),
        })]),
    });

    private static IEnumerable<string> Lines(EnvironmentStatus environment)
    {
        yield return environment.Release is { } release
            ? $"{environment.Name}: release {release} at {environment.Url}"
            : $"{environment.Name}: never deployed";
        if (environment.Worker is { } worker)
        {
            yield return $"  ! under way: {worker.Doing}, by {worker.User}@{worker.Host} (process {worker.ProcessId}) "
                + $"since {worker.SinceUtc:yyyy-MM-dd HH:mm:ss} UTC";
        }
        else if (environment.Interrupted is { } run)
        {
            yield return $"  ! {run.Said(environment.Name)}";
            yield return $"    {Executor.WaysOut(environment.Name)}";
        }

        if (environment.Maintenance is { } maintenance) yield return $"  ! {MaintenanceText.On(environment.Name, maintenance)}";
        if (!environment.Developers.IsEmpty) yield return $"  developers: {string.Join(", ", environment.Developers)}";

        foreach (var line in Table.Lines(["service", "state", "health", "replicas", "image"], [.. environment.Services.Select(Row)]))
            yield return "  " + line;
        foreach (var service in environment.Services.Where(service => service.Missing.Length > 0 && service.State == "running"))
            yield return $"  ! {service.Name}: {service.Missing}";
        if (environment.EdgeTrouble is { } trouble) yield return $"  ! {trouble}";
    }

    private static string[] Row(ServiceStatus service) =>
        [service.Name, service.State, service.Health, $"{service.Replicas}", service.Image];
}
