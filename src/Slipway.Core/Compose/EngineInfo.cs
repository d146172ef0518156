using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Core.Compose;

/// <summary>What the Docker engine and its client say of themselves. What they do not say is null.</summary>
public sealed record EngineInfo
{
    /// <summary>The engine's version; null where none answered.</summary>
    public string? Version { get; init; }

    /// <summary>The CPUs of the engine's machine.</summary>
    public int? Cpus { get; init; }

    /// <summary>The memory of the engine's machine, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The folder of the engine's machine in which images and volumes are kept.</summary>
    public string? RootFolder { get; init; }

    /// <summary>The version of the client's plugin Compose.</summary>
    public string? ComposeVersion { get; init; }

    /// <summary>The version of the client's plugin Buildx.</summary>
    public string? BuildxVersion { get; init; }

    /// <summary>Reads what <see cref="DockerCommands.Info"/> printed. A text that is something else says nothing.</summary>
    public static EngineInfo Parse(string json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject info) return new EngineInfo();
            // Without an engine, numbers are 0 and texts are empty.
            return new EngineInfo
            {
                Version = Text(info["engine"]),
                Cpus = (int?)info["cpus"] is > 0 and var cpus ? cpus : null,
                MemoryBytes = (long?)info["memory"] is > 0 and var memory ? memory : null,
                RootFolder = Text(info["root"]),
                ComposeVersion = Plugin(info, "compose"),
                BuildxVersion = Plugin(info, "buildx"),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return new EngineInfo();
        }
    }

    private static string? Plugin(JsonObject info, string name) =>
        Text((info["plugins"] as JsonArray ?? []).FirstOrDefault(plugin => (string?)plugin?["Name"] == name)?["Version"]);

    private static string? Text(JsonNode? node) => (string?)node is { Length: > 0 } text ? text : null;
}
