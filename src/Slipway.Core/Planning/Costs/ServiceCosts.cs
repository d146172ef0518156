using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Costs;

/// <summary>What becomes of each service, and how long it is predicted to be down.</summary>
internal sealed class ServiceCosts(DesiredState desired, ObservedState observed)
{
    private readonly ImmutableHashSet<string> routed = desired
        .Environment.Routes.SelectMany(route => route.Services)
        .ToImmutableHashSet(StringComparer.Ordinal);

    private readonly DefinitionChanges changes = new(desired, observed);

    private ReleaseManifest? Current => observed.Current;

    /// <summary>
    /// How long the services are predicted to be down when they are replaced at once: as long as the slowest of those that serve.
    /// </summary>
    public double DowntimeSeconds(IEnumerable<string> replaced) =>
        replaced.Select(name => Downtime(name).Seconds).DefaultIfEmpty(0).Max();

    /// <summary>The services of a release that is made.</summary>
    public ImmutableArray<ServiceCost> OfRelease(ImmutableArray<PlannedService> services) =>
        [
            .. services.Select(service =>
                Of(desired.Compose, service.Name, EffectOf(service), ReasonOf(service)) with
                {
                    Origin = service.Origin,
                    Image = service.Image,
                    ImageIdAfter = service.Origin == ImageOrigin.Build ? null : service.ImageId,
                    ChangedKeys = service.Change == ServiceChange.Replace ? changes.Of(service) : [],
                }
            ),
            .. Removed(desired.Compose.Services.Select(service => service.Name), "the Compose files no longer have it"),
        ];

    /// <summary>The services of a release that is rolled back to.</summary>
    public ImmutableArray<ServiceCost> OfRollback(ReleaseManifest target, ImmutableArray<string> replaced)
    {
        var model = observed.Composes.GetValueOrDefault(target.Id);
        return
        [
            .. target
                .Services.Select(service =>
                    Of(model, service.Key, service.Value) with
                    {
                        Effect = EffectOf(model, service.Key, service.Value, replaced.Contains(service.Key)),
                        Reason =
                            IsJob(model, service.Key) ? "it ran for its release, and does not run again for a rollback"
                            : replaced.Contains(service.Key) ? $"as release {service.Value.Since} had it"
                            : observed.Runs(service.Key) ? "nothing changed"
                            : "it does not run",
                        ChangedKeys = replaced.Contains(service.Key) ? changes.Of(service.Key, model, service.Value.Since) : [],
                    }
                )
                .Select(Timed),
            .. Removed(target.Services.Keys, $"release {target.Id} does not have it"),
        ];
    }

    /// <summary>The services of a release that is there, of which some are started.</summary>
    public ImmutableArray<ServiceCost> OfStart(ReleaseManifest release, ImmutableArray<string> stopped) =>
        [
            .. release
                .Services.Select(service =>
                    Of(observed.Composes.GetValueOrDefault(release.Id), service.Key, service.Value) with
                    {
                        Effect =
                            !stopped.Contains(service.Key) ? ServiceEffect.Keep
                            : HasOtherImage(service.Key, service.Value) ? ServiceEffect.ReplaceInPlace
                            : Kept(desired.Compose, service.Key),
                        Reason =
                            !stopped.Contains(service.Key) ? "nothing changed"
                            : Lack.Of(desired.Compose, observed, service.Key) is { Kind: LackKind.Containers or LackKind.Network } lack
                                ? lack.Text
                            : $"it does not run as release {release.Id} has it",
                    }
                )
                .Select(Timed),
        ];

    /// <summary>Those of the services that are started of which what runs now has to give way.</summary>
    public IEnumerable<string> InPlace(ReleaseManifest release, ImmutableArray<string> stopped) =>
        OfStart(release, stopped).Where(service => service.Effect == ServiceEffect.ReplaceInPlace).Select(service => service.Name);

    /// <summary>The services that are stopped.</summary>
    public ImmutableArray<ServiceCost> OfStop()
    {
        var model = Current is null ? null : observed.Composes.GetValueOrDefault(Current.Id);
        return
        [
            .. observed
                .Containers.Where(container => !container.IsOneOff)
                .Select(container => container.Service)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => Of(model, name, ServiceEffect.Remove, "asked for; volumes and folders stay")),
        ];
    }

    private ServiceEffect EffectOf(PlannedService service) => service.Change switch
    {
        _ when IsJob(desired.Compose, service.Name) => ServiceEffect.Run,
        ServiceChange.Keep => Kept(desired.Compose, service.Name),
        ServiceChange.Add when !IsUnknown(service) => ServiceEffect.Add,
        _ => Replaced(service.Name, service.SupportsRolling),
    };

    private ServiceEffect EffectOf(ComposeModel? model, string name, ReleaseService service, bool isReplaced) => isReplaced switch
    {
        _ when IsJob(model, name) => ServiceEffect.Keep,
        false => Kept(model, name),
        true when Current!.Services.ContainsKey(name) => Replaced(name, service.SupportsRolling),
        true => ServiceEffect.Add,
    };

    private bool HasOtherImage(string name, ReleaseService service) =>
        observed.Of(name).Any(container => container.IsHealthy && container.ImageId != service.ImageId);

    private ServiceEffect Kept(ComposeModel? model, string name) => Lack.Of(model, observed, name).Kind switch
    {
        LackKind.None => ServiceEffect.Keep,
        LackKind.Network => ServiceEffect.ReplaceInPlace,
        _ => ServiceEffect.Start,
    };

    private bool IsJob(ComposeModel? model, string name) => model?.IsJob(name) == true || observed.IsComplete(name);

    private string ReasonOf(PlannedService service) =>
        IsJob(desired.Compose, service.Name) ? "it runs once for each release"
        : IsUnknown(service) ? "what runs is of no release that this state folder knows" : service.Reason;

    private ServiceCost Of(ComposeModel? model, string name, ReleaseService service) => Of(model, name, ServiceEffect.Keep, "") with
    {
        Image = service.Image,
        ImageIdAfter = service.ImageId,
    };

    private ServiceCost Of(ComposeModel? model, string name, ServiceEffect effect, string reason) => Timed(new ServiceCost
    {
        Name = name,
        Effect = effect,
        Reason = reason,
        ImageIdBefore = Current?.Services.GetValueOrDefault(name)?.ImageId,
        IsRouted = routed.Contains(name),
        IsStateful = model?.Find(name) is { } service && !(service.Volumes.IsEmpty && service.Folders.IsEmpty),
    });

    private IEnumerable<ServiceCost> Removed(IEnumerable<string> remaining, string reason) =>
        (Current?.Services.Keys ?? [])
            .Except(remaining, StringComparer.Ordinal)
            .Select(name => Of(observed.Composes.GetValueOrDefault(Current!.Id), name, ServiceEffect.Remove, reason));

    private ServiceCost Timed(ServiceCost service) => service with
    {
        IsHeld = service.Effect == ServiceEffect.ReplaceInPlace && !observed.Upstreams.IsEmpty && observed.Runs(service.Name)
            && (service.IsRouted || desired.Compose.Find(service.Name) is { Volumes.IsEmpty: false }),
        Downtime = service.Effect switch
        {
            ServiceEffect.ReplaceInPlace => Downtime(service.Name),
            ServiceEffect.Remove => null,
            _ => DowntimeForecast.None,
        },
        Tie = service is { Effect: ServiceEffect.ReplaceInPlace, IsRouted: true } && observed.Runs(service.Name)
            ? Ties.Of(desired, observed, service.Name)
            : null,
    };

    /// <summary>
    /// How a service is replaced. What is of no known release could not be brought back next to the new one, so it is replaced in place.
    /// </summary>
    private ServiceEffect Replaced(string name, bool supportsRolling) =>
        supportsRolling && Ties.OfContainers(observed, name) is null && observed.Runs(name) && Current?.Services.ContainsKey(name) == true
            ? ServiceEffect.ReplaceBeside
            : ServiceEffect.ReplaceInPlace;

    /// <summary>Whether a container runs of which the state knows nothing: Compose replaces it.</summary>
    private bool IsUnknown(PlannedService service) => service.Change == ServiceChange.Add && observed.Runs(service.Name);

    /// <summary>
    /// The newest measurement in this environment, else the newest in another one. What does not serve now cannot be missed.
    /// </summary>
    private DowntimeForecast Downtime(string service)
    {
        if (!observed.Runs(service)) return DowntimeForecast.None;
        if (observed.History.Downtimes.GetValueOrDefault(service) is { } here)
            return new DowntimeForecast(here.Seconds, desired.Environment.Name);
        return observed.DowntimesElsewhere
            .Where(other => other.Value.ContainsKey(service))
            .OrderByDescending(other => other.Value[service].AtUtc)
            .Select(other => new DowntimeForecast(other.Value[service].Seconds, other.Key))
            .FirstOrDefault(DowntimeForecast.Assumed);
    }
}
