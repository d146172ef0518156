using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Actions;

/// <summary>Fails when one of the environments lost a request or a WebSocket since the run touched the first service.</summary>
[ActionName("checkTraffic")]
public sealed record CheckTraffic(ImmutableArray<EnvironmentName> Environments) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            .. Environments.Select(environment =>
                $"expects that {environment} lost no request and no WebSocket since the first service was touched"
            ),
        ];
}
