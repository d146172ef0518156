using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Edge;

namespace Slipway.Core.Planning.Actions;

/// <summary>Runs the migrations' command; what it prints on standard output, a line each, is kept as what was applied.</summary>
/// <param name="Container">The name of the container that it runs in: a migration that outlives a killed run is found by it.</param>
/// <param name="Command">The command.</param>
[ActionName("runMigrations")]
public sealed record RunMigrations(string Container, Command Command) : StepAction
{
    /// <summary>The upstreams at which the edge keeps requests waiting meanwhile, and what they are to name afterwards.</summary>
    public ImmutableArray<Upstream> Held { get; init; } = [];

    /// <inheritdoc />
    public override bool TouchesServices => true;

    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [.. Holding(Held), Command.ToString()];
}
