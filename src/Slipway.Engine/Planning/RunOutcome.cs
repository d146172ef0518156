using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Planning;
using Slipway.Core.Stack;

namespace Slipway.Engine.Planning;

/// <summary>What a run did.</summary>
/// <param name="Plan">The plan that was run; empty where there was nothing to do.</param>
/// <param name="Url">Where the environment is found.</param>
/// <param name="Access">User and password of the basic auth, or null where everybody passes.</param>
/// <param name="AccessIsNew">Whether this run made the password, so that it may be shown once.</param>
/// <param name="EnvFile">The env file.</param>
public sealed record RunOutcome(Plan Plan, string Url, AccessDefinition? Access, bool AccessIsNew, string EnvFile)
{
    /// <summary>The maintenance that the environment is under, or null.</summary>
    public MaintenanceState? Maintenance { get; init; }

    /// <summary>What visitors noticed of the run, by environment; empty where nobody visited.</summary>
    public ImmutableArray<TrafficFigures> Traffic { get; init; } = [];
}
