using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Core.Validation;

namespace Slipway.Engine.Operations;

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

/// <summary>What runs in an environment.</summary>
public sealed record EnvironmentStatus(string Name, ReleaseId? Release, string Url, ImmutableArray<ServiceStatus> Services)
{
    /// <summary>The maintenance that it is under, or null.</summary>
    public MaintenanceState? Maintenance { get; init; }

    /// <summary>The developers who pass its basic auth beside the user of the definition.</summary>
    public ImmutableArray<string> Developers { get; init; } = [];

    /// <summary>Who works on the environment now, or null.</summary>
    public Lease? Worker { get; init; }

    /// <summary>The run that is under way, where there is a <see cref="Worker"/>; otherwise the one that was cut off; or null.</summary>
    public InterruptedRun? CutOff { get; init; }
}

/// <summary>A developer who was let in or taken out.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="User">The developer.</param>
/// <param name="Url">Where the environment is found; empty where that is not known.</param>
/// <param name="FreshPassword">The password that was made, to be shown once; null where there is none.</param>
/// <param name="IsReplaced">Whether the developer was there and has another password now.</param>
/// <param name="IsLoaded">Whether the edge knows it; if not, it will when it serves the environment.</param>
/// <param name="Everybody">The developers there are now.</param>
public sealed record DeveloperOutcome(
    string Environment,
    string User,
    string Url,
    Secret? FreshPassword,
    bool IsReplaced,
    bool IsLoaded,
    ImmutableArray<string> Everybody
);

/// <summary>A maintenance that was switched.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Url">Where it is found; empty where that is not known.</param>
/// <param name="State">What is on now, or null.</param>
/// <param name="WasOn">Whether one was ended.</param>
public sealed record MaintenanceOutcome(string Environment, string Url, MaintenanceState? State, bool WasOn);

/// <summary>What runs of a service.</summary>
public sealed record ServiceStatus(string Name, string State, string Health, string Image, int Replicas)
{
    /// <summary>The status of a service's containers; the worst one speaks for all.</summary>
    public static ServiceStatus Of(string name, ImmutableArray<ObservedContainer> containers, ReleaseService? released)
    {
        var worst = containers.OrderBy(container => container.IsHealthy).FirstOrDefault();
        return new ServiceStatus(
            name,
            worst?.State ?? "absent",
            worst?.Health ?? "",
            worst?.Image ?? released?.Image ?? "",
            containers.Count(container => container.State == "running")
        );
    }
}

/// <summary>An environment's history with its releases' manifests.</summary>
public sealed record EnvironmentHistory(
    string Environment,
    History History,
    ImmutableSortedDictionary<ReleaseId, ReleaseManifest> Manifests
);

/// <summary>What <c>InitEnv</c> did.</summary>
/// <param name="Path">The env file.</param>
/// <param name="IsNew">Whether it was made.</param>
/// <param name="Added">The keys that were added.</param>
/// <param name="Generated">Those among them that got random secrets.</param>
/// <param name="Placeholders">The keys that the operator has to fill in.</param>
public sealed record EnvFileOutcome(
    string Path,
    bool IsNew,
    ImmutableArray<string> Added,
    ImmutableArray<string> Generated,
    ImmutableArray<string> Placeholders
);

/// <summary>What Validate found.</summary>
/// <param name="Verdict">The findings.</param>
/// <param name="Failure">How the command ends where something is wrong; null where nothing is.</param>
public sealed record ValidationOutcome(Verdict Verdict, SlipwayException? Failure)
{
    internal static SlipwayException Refusal(Verdict verdict) => new(ExitCode.Refused, new Failure(
        $"the stack breaks rules: {FindingsText.Sum(verdict)}.")
    {
        Do = "put right what is listed above; what has to be so is accepted in stack.yaml, with a reason.",
        Now = Core.Problems.Failure.NothingChanged,
    });
}
