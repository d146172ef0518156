using System.Text.Json.Nodes;
using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Json;
using Slipway.Core.Stack;
using Slipway.Engine.Edge;

namespace Output;

/// <summary>A maintenance in words and as JSON.</summary>
internal static class MaintenanceText
{
    /// <summary>What became of it.</summary>
    public static string Of(MaintenanceOutcome outcome) => outcome switch
    {
        { State: { } state } => On(outcome.Environment, state),
        { WasOn: true, Url: "" } => $"{outcome.Environment} is no longer under maintenance",
        { WasOn: true } => $"{outcome.Environment} is no longer under maintenance; it is at {outcome.Url}",
        _ => $"{outcome.Environment} is not under maintenance; nothing to do.",
    };

    /// <summary>That it is on, and how it is ended.</summary>
    public static string On(EnvironmentName environment, MaintenanceState state) =>
        $"{environment} is under maintenance: {state}. End it: "
        + Invocation.Of(nameof(Maintenance), $"--{Options.Environment}={environment}", "--off");

    /// <summary>The JSON of <c>--json</c>.</summary>
    public static string Json(MaintenanceOutcome outcome) =>
        JsonText.Of(new JsonObject
        {
            ["environment"] = outcome.Environment.ToString(),
            ["maintenance"] = outcome.State is { } state ? Json(state) : null,
        });

    /// <summary>A state as a value.</summary>
    public static JsonObject Json(MaintenanceState state) => new()
    {
        ["retryAfterSeconds"] = (int)state.RetryAfter.TotalSeconds,
        ["allowed"] = new JsonArray([.. state.Allowed.Select(address => (JsonNode?)address)]),
    };
}
