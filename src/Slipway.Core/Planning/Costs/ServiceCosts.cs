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
                        Effect = EffectOf(service.Key, service.Value, replaced.Contains(service.Key)),
                        Reason =
                            replaced.Contains(service.Key) ? $"as release {service.Value.Since} had it"
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
                            : observed.Runs(service.Key) ? ServiceEffect.ReplaceInPlace
                            : ServiceEffect.Start,
                        Reason = stopped.Contains(service.Key) ? $"it does not run as release {release.Id} has it" : "nothing changed",
                    }
                )
                .Select(Timed),
        ];

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
        ServiceChange.Keep => observed.Runs(service.Name) ? ServiceEffect.Keep : ServiceEffect.Start,
        ServiceChange.Add when !IsUnknown(service) => ServiceEffect.Add,
        _ => Replaced(service.Name, service.SupportsRolling),
    };

    private ServiceEffect EffectOf(string name, ReleaseService service, bool isReplaced) => isReplaced switch
    {
        false => observed.Runs(name) ? ServiceEffect.Keep : ServiceEffect.Start,
        true when Current!.Services.ContainsKey(name) => Replaced(name, service.SupportsRolling),
        true => ServiceEffect.Add,
    };

    private string ReasonOf(PlannedService service) =>
        IsUnknown(service) ? "what runs is of no release that this state folder knows" : service.Reason;

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
    };

    /// <summary>
    /// How a service is replaced. What is of no known release could not be brought back next to the new one, so it is replaced in place.
    /// </summary>
    private ServiceEffect Replaced(string name, bool supportsRolling) =>
        supportsRolling && observed.Runs(name) && Current?.Services.ContainsKey(name) == true
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
