using System.Collections.Immutable;
using Slipway.Core.Health;

namespace Slipway.Core.Planning.Actions;

/// <summary>Asks the environment's services and routes whether they are healthy.</summary>
[ActionName("checkHealth")]
public sealed record CheckHealth(string Project, ImmutableArray<string> Services, ImmutableArray<Probe> Probes, TimeSpan Timeout)
    : StepAction
{
    /// <summary>How many good answers in a row each probe has to get.</summary>
    public int GoodInARow { get; init; } = 1;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            $"expects running and healthy: {string.Join(", ", Services)}",
            .. Probes.Select(probe =>
                $"GET {probe.Url} through the edge, expects {probe.Expect}{(GoodInARow > 1 ? $", {GoodInARow} times in a row" : "")}"
            ),
        ];
}
