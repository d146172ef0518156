using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Reports;
using Slipway.Engine.Operations;

namespace Output;

/// <summary>What runs, as a table and as JSON.</summary>
internal static class StatusText
{
    /// <summary>The table.</summary>
    public static string Of(ImmutableArray<EnvironmentStatus> environments) => string.Join('\n', environments.SelectMany(Lines));

    /// <summary>The JSON of <c>--json</c>.</summary>
    public static string Json(ImmutableArray<EnvironmentStatus> environments) => ResultJson.Text(new JsonObject
    {
        ["environments"] = new JsonArray([.. environments.Select(environment => new JsonObject
        {
            ["name"] = environment.Name,
            ["release"] = environment.Release?.ToString(),
            ["url"] = environment.Url,
            ["services"] = new JsonArray([.. environment.Services.Select(service => new JsonObject
            {
                ["name"] = service.Name,
                ["state"] = service.State,
                ["health"] = service.Health,
                ["image"] = service.Image,
                ["replicas"] = service.Replicas,
            })]),
        })]),
    });

    private static IEnumerable<string> Lines(EnvironmentStatus environment)
    {
        yield return environment.Release is { } release ? $"{environment.Name}: release {release} at {environment.Url}" : $"{environment.Name}: never deployed";
        if (environment.CutOff is { } cutOff)
        {
            yield return $"  ! {cutOff.Intent} of {cutOff.Release?.ToString() ?? "no release"} was cut off at step {cutOff.Step ?? "none"}, or is under way";
        }

        foreach (var line in Table.Lines(["service", "state", "health", "replicas", "image"],
            [.. environment.Services.Select(service => (string[])[service.Name, service.State, service.Health, $"{service.Replicas}", service.Image])])) yield return "  " + line;
    }
}
