using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Actions;

/// <summary>Refuses outside of the maintenance window.</summary>
[ActionName("checkWindow")]
public sealed record CheckWindow(MaintenanceWindow Window) : StepAction
{
    /// <inheritdoc />
    public override ImmutableArray<string> Effects => [$"compares the time with {Window}"];
}
