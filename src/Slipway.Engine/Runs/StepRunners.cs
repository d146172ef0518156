using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Runs;

/// <summary>Makes what has the effects of a plan's steps.</summary>
/// <param name="loaded">What was wanted when the plan was made.</param>
/// <param name="plan">The plan.</param>
/// <param name="meter">Measures the traffic while the run works; null where nothing is measured.</param>
/// <param name="changes">Reads and observes again, and names what changed since the plan was made.</param>
public delegate IStepRunner StepRunners(
    LoadedEnvironment loaded,
    Plan plan,
    ITrafficMeter? meter,
    Func<CancellationToken, Task<ImmutableArray<string>>> changes
);
