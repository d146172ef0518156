using Slipway.Core.Compose;
using Slipway.Core.Planning.Costs;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>What every part of a plan is decided by: what is wanted, what is there, what was asked for, and where it runs.</summary>
internal sealed record PlanContext(DesiredState Desired, ObservedState Observed, Intent Intent, IPlatform Platform)
{
    /// <summary>What it costs services to be replaced.</summary>
    public ServiceCosts Costs { get; } = new(Desired, Observed);

    /// <summary>The facts that the plan is computed from.</summary>
    public PlanBasis Basis { get; } = PlanBasis.Of(Desired, Observed, Intent);

    /// <summary>Where the state lies.</summary>
    public StatePaths Paths => Desired.Paths;

    /// <summary>The environment's name.</summary>
    public EnvironmentName Environment => Desired.Environment.Name;

    /// <summary>The Compose project's name.</summary>
    public string Project => Desired.Project;

    /// <summary>The release that the environment runs, or null.</summary>
    public ReleaseManifest? Current => Observed.Current;

    /// <summary>How long containers may take to become healthy.</summary>
    public TimeSpan HealthTimeout => Desired.Environment.Health.Timeout;

    /// <summary>Whether any container of the environment runs.</summary>
    public bool Runs => Observed.Containers.Any(container => container.IsHealthy);

    /// <summary>Whether the environment's current release runs, so that to undo a step is to go back to it.</summary>
    public bool Serves => Current is not null && Runs;

    /// <summary>
    /// Whether containers run of which no release is known: the state was lost. There is no way back to them, and they must not be stopped
    /// for it.
    /// </summary>
    public bool RunsUnknown => Current is null && Runs;
}
