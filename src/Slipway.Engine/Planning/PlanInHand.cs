using Slipway.Core.Planning;
using Slipway.Engine.Session;

namespace Slipway.Engine.Planning;

/// <summary>A plan with what it was made from.</summary>
/// <param name="Loaded">What is wanted.</param>
/// <param name="Observed">What the host holds.</param>
/// <param name="Plan">The plan.</param>
public sealed record PlanInHand(LoadedEnvironment Loaded, ObservedState Observed, Plan Plan);
