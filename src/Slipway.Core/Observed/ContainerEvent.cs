using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Core.Observed;

/// <summary>Something that happened to a container of a Compose project, as <c>docker events</c> prints it.</summary>
/// <param name="Container">The container's full id.</param>
/// <param name="Service">The Compose service it belongs to.</param>
/// <param name="Kind">What happened: <c>kill</c>, <c>die</c>, <c>start</c>, <c>health_status: healthy</c>, ….</param>
/// <param name="AtUtc">When, by the engine's clock.</param>
/// <param name="Signal">With <c>kill</c>: the number of the signal; otherwise empty.</param>
/// <param name="IsOneOff">Whether the container was started by <c>docker compose run</c>, beside the service's own ones.</param>
public sealed record ContainerEvent(string Container, string Service, string Kind, DateTimeOffset AtUtc, string Signal, bool IsOneOff)
{
    /// <summary>A signal was sent to it; a stop begins with one.</summary>
    public const string Kill = "kill";

    /// <summary>Its program ended.</summary>
    public const string Die = "die";

    /// <summary>It was started.</summary>
    public const string Start = "start";

    /// <summary>Its health check has a result; the result stands behind a colon.</summary>
    public const string Health = "health_status";

    private const string Healthy = Health + ": healthy";

    private const long NanosecondsATick = 100;

    /// <summary>
    /// Whether it was sent a signal that may stop it: SIGHUP is left out, by which programs are told to read their configuration again.
    /// </summary>
    public bool IsStop => Kind == Kill && Signal != "1";

    /// <summary>Whether its health check has passed.</summary>
    public bool IsHealthy => Kind == Healthy;

    /// <summary>Whether its health check has a result.</summary>
    public bool IsHealth => Kind.StartsWith(Health, StringComparison.Ordinal);

    /// <summary>Reads what <c>docker events</c> printed, an event a line; a line that is none is passed over.</summary>
    public static ImmutableArray<ContainerEvent> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read).OfType<ContainerEvent>()];

    private static ContainerEvent? Read(string line)
    {
        try
        {
            var root = JsonNode.Parse(line);
            var labels = root?["Actor"]?["Attributes"];
            return (string?)root?["Actor"]?["ID"] is { } container
                && (string?)labels?["com.docker.compose.service"] is { } service
                && (string?)root["Action"] is { } kind
                && (long?)root["timeNano"] is { } nanoseconds
                ? new ContainerEvent(
                    container,
                    service,
                    kind,
                    DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / NanosecondsATick),
                    (string?)labels["signal"] ?? "",
                    string.Equals((string?)labels["com.docker.compose.oneoff"], "True", StringComparison.OrdinalIgnoreCase)
                )
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
