using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Engine.Status;

/// <summary>What runs in an environment.</summary>
public sealed record EnvironmentStatus(EnvironmentName Name, ReleaseId? Release, string Url, ImmutableArray<ServiceStatus> Services)
{
    /// <summary>The maintenance that it is under, or null.</summary>
    public MaintenanceState? Maintenance { get; init; }

    /// <summary>The developers who pass its basic auth beside the user of the definition.</summary>
    public ImmutableArray<string> Developers { get; init; } = [];

    /// <summary>
    /// What keeps visitors from it although containers run: the edge does not run, or is not on its network. Null for nothing.
    /// </summary>
    public string? EdgeTrouble { get; init; }

    /// <summary>Who works on the environment now, or null.</summary>
    public Lease? Worker { get; init; }

    /// <summary>The run that is under way, where there is a <see cref="Worker"/>; otherwise the interrupted one; or null.</summary>
    public InterruptedRun? Interrupted { get; init; }
}

/// <summary>What runs of a service.</summary>
public sealed record ServiceStatus(string Name, string State, string Health, string Image, int Replicas)
{
    /// <summary>What is missing of what its release says: containers, networks; empty for nothing.</summary>
    public string Missing { get; init; } = "";

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
