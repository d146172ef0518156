using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Commands;
using Slipway.Core.Edge;
using Slipway.Core.Health;

namespace Slipway.Core.Planning.Actions;

/// <summary>
/// Watches a release for a while: its containers, and what the edge answers for its hosts. It sends requests itself, so that there are
/// some.
/// </summary>
/// <param name="Project">The Compose project.</param>
/// <param name="Edge">The container that runs Caddy.</param>
/// <param name="Hosts">The hosts, without ports.</param>
/// <param name="Probes">What is asked all the while.</param>
/// <param name="Time">For how long.</param>
/// <param name="Limits">What rolls the release back when it is exceeded.</param>
[ActionName("watchSoak")]
public sealed record WatchSoak(
    string Project,
    string Edge,
    ImmutableArray<string> Hosts,
    ImmutableArray<Probe> Probes,
    TimeSpan Time,
    SoakLimits Limits
) : StepAction
{
    /// <summary>Reads the edge's figures. It is not stored: whoever reads a stored plan has the platform that made it.</summary>
    [JsonIgnore]
    public Command Metrics { get; init; } = CaddyCommands.Metrics(Edge);

    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            $"watches the containers of {Project}: none of them may end, start again or become unhealthy",
            .. Hosts.IsEmpty
                ? ImmutableArray<string>.Empty
                : [$"{Metrics}, once a second: {Limits} for {string.Join(", ", Hosts)}"],
            .. Probes.Select(probe => $"GET {probe.Url} through the edge, several times a second"),
        ];
}
