using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Edge;

namespace Slipway.Core.Planning.Actions;

/// <summary>Starts services of a project, and measures how long those that are replaced are down.</summary>
[ActionName("startServices")]
public sealed record StartServices(string Project, Command Command) : StepAction
{
    /// <summary>The upstreams at which the edge keeps requests waiting meanwhile, and what they are to name afterwards.</summary>
    public ImmutableArray<Upstream> Held { get; init; } = [];

    /// <inheritdoc />
    public override bool TouchesServices => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [.. Holding(Held), Command.ToString()];
}
