using System.Collections.Immutable;
using Slipway.Core.Edge;

namespace Slipway.Core.Planning.Actions;

/// <summary>Tells the edge where to send requests from now on. Caddy reads the files for each request: nothing is reloaded.</summary>
[ActionName("switchTraffic")]
public sealed record SwitchTraffic(ImmutableArray<Upstream> Upstreams) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects =>
        [
            .. Upstreams.Select(upstream =>
                upstream.Name is { } name ? $"writes {name} to {upstream.File} of the edge" : $"removes {upstream.File} of the edge"
            ),
        ];
}
