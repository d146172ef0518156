using Slipway.Core.Compose;
using Slipway.Core.Observed;
using Slipway.Core.Text;

namespace Slipway.Core.Planning;

/// <summary>Whether what runs of a service is what its definition says: so many containers, on all of its networks.</summary>
public static class Whole
{
    /// <summary>Said where none of its containers runs.</summary>
    public const string NotRunning = "it does not run";

    /// <summary>Whether nothing is missing.</summary>
    public static bool Is(ComposeModel? model, ObservedState observed, string service) => Lack(model, observed, service).Length == 0;

    /// <summary>What is missing, as a reason; empty where nothing is.</summary>
    /// <param name="model">The model of the release that runs; null where it is not known.</param>
    /// <param name="observed">What is there.</param>
    /// <param name="service">The service.</param>
    /// <param name="imageId">The image that the containers have to have; null for any.</param>
    public static string Lack(ComposeModel? model, ObservedState observed, string service, string? imageId = null)
    {
        var definition = model?.Find(service);
        var wanted = definition?.Replicas ?? 1;
        if (wanted == 0 || model?.IsJob(service) == true || observed.IsComplete(service)) return "";
        var healthy = observed
            .Of(service)
            .Where(container => container.IsHealthy && (imageId is null || container.ImageId == imageId))
            .ToList();
        if (healthy.Count == 0) return NotRunning;
        if (healthy.Count < wanted) return $"{healthy.Count} of {Count.Of(wanted, "container")} {Count.Noun(healthy.Count, "runs", "run")}";
        var lost = (definition?.JoinedNetworks ?? []).FirstOrDefault(network => healthy.Exists(container => !IsOn(container, network)));
        return lost is null ? "" : $"it is not on network {lost.Name}";
    }

    /// <summary>Whether its containers run and one of them has to be made anew all the same: it was taken off a network.</summary>
    public static bool HasToBeRemade(ComposeModel? model, ObservedState observed, string service) =>
        observed.Runs(service) && Lack(model, observed, service).Contains("network", StringComparison.Ordinal);

    private static bool IsOn(ObservedContainer container, JoinedNetwork network) => container.On(network.Name) is not null;
}
