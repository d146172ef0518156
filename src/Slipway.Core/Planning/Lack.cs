using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Text;

namespace Slipway.Core.Planning;

/// <summary>Kinds of what can be missing of a service that did not change.</summary>
public enum LackKind
{
    /// <summary>Nothing: as many containers run as its definition says, on all of its networks.</summary>
    None,

    /// <summary>No container of it runs and is healthy.</summary>
    NotRunning,

    /// <summary>Fewer containers run than its definition says.</summary>
    Containers,

    /// <summary>A container is not on one of its networks: it has to be made anew.</summary>
    Network,
}

/// <summary>What is missing of what a service's definition says.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">What is missing, as a reason; empty where nothing is.</param>
public sealed record Lack(LackKind Kind, string Text)
{
    private static readonly Lack Nothing = new(LackKind.None, "");

    /// <summary>Compares what runs of a service with its definition.</summary>
    /// <param name="model">The model of the release that runs; null where it is not known.</param>
    /// <param name="observed">What is there.</param>
    /// <param name="service">The service.</param>
    /// <param name="imageId">The image that the containers have to have; null for any.</param>
    public static Lack Of(ComposeModel? model, ObservedState observed, string service, string? imageId = null)
    {
        var definition = model?.Find(service);
        var wanted = definition?.Replicas ?? 1;
        if (wanted == 0 || model?.IsJob(service) == true || observed.IsComplete(service)) return Nothing;
        var healthy = observed
            .Of(service)
            .Where(container => container.IsHealthy && (imageId is null || container.ImageId == imageId))
            .ToList();
        if (healthy.Count == 0) return new Lack(LackKind.NotRunning, "it does not run");
        if (healthy.Count < wanted)
        {
            var text = $"{healthy.Count} of {Count.Of(wanted, "container")} {Count.Noun(healthy.Count, "runs", "run")}";
            return new Lack(LackKind.Containers, text);
        }

        var lost = (definition?.JoinedNetworks ?? []).FirstOrDefault(network => healthy.Exists(container => !IsOn(container, network)));
        return lost is null ? Nothing : new Lack(LackKind.Network, $"it is not on network {lost.Name}");
    }

    private static bool IsOn(ObservedContainer container, JoinedNetwork network) => container.On(network.Name) is not null;
}
