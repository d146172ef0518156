using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Parts;

/// <summary>A service of a release that comes to serve.</summary>
/// <param name="Name">The service.</param>
/// <param name="Effect">What becomes of its containers.</param>
/// <param name="Label">The release that its containers' label names.</param>
/// <param name="Upstream">The name under which the edge finds them, or null.</param>
internal sealed record RolloutService(string Name, ServiceEffect Effect, string Label, string? Upstream);

/// <summary>How the services of a release come to serve in the place of those that run.</summary>
/// <param name="Context">The context; its Compose model is the release's.</param>
/// <param name="Release">The release.</param>
/// <param name="Services">Its services.</param>
/// <param name="Costs">What becomes of every service, those included that the release lacks.</param>
internal sealed record Rollout(
    PlanContext Context,
    ReleaseId Release,
    ImmutableArray<RolloutService> Services,
    ImmutableArray<ServiceCost> Costs
)
{
    public static Rollout Of(PlanContext context, NextRelease release) =>
        Of(
            context,
            release.Id,
            release.Costs,
            release.Services.Select(service => (service.Name, service.Since.ToString(), service.Upstream))
        );

    public static Rollout Of(PlanContext context, ReleaseManifest target)
    {
        var replaced = target
            .Services.Where(service =>
                context.Current!.Services.GetValueOrDefault(service.Key) is not { } now
                || now.Since != service.Value.Since
                || now.ImageId != service.Value.ImageId
            )
            .Select(service => service.Key)
            .ToImmutableArray();
        return Of(
            context,
            target.Id,
            context.Costs.OfRollback(target, replaced),
            target.Services.Select(service => (service.Key, service.Value.Since.ToString(), service.Value.Upstream))
        );
    }

    /// <summary>The release's Compose file.</summary>
    public string File => Context.Paths.Compose(Context.Environment, Release);

    /// <summary>The services of which new containers run next to the live ones until the traffic is switched.</summary>
    public IEnumerable<RolloutService> Rolling => Services.Where(service => service.Effect == ServiceEffect.ReplaceBeside);

    /// <summary>Services that the release that runs has and this one lacks.</summary>
    public ImmutableArray<string> Gone =>
        Context.Current is not { } current
            ? []
            :
            [
                .. current.Services.Keys.Where(name =>
                    Services.All(service => service.Name != name) && Context.Observed.Of(name).Any()
                ),
            ];

    /// <summary>How many containers the release has of a service.</summary>
    public int Wanted(string service) => Context.Desired.Compose.Find(service)?.Replicas ?? 1;

    /// <summary>How many containers of a service are live.</summary>
    public int Live(string service) =>
        Math.Max(1, Context.Observed.Of(service).Count(container => container.Release == LabelOfLive(service)));

    /// <summary>
    /// What the label of the live containers says: the release that made them, or nothing where they are of an older format.
    /// </summary>
    public string LabelOfLive(string service)
    {
        var since = Context.Current?.Services.GetValueOrDefault(service)?.Since.ToString();
        var labels = Context.Observed.Of(service).Select(container => container.Release).ToList();
        return since is not null && labels.Contains(since) ? since : labels.FirstOrDefault("");
    }

    /// <summary>The jobs of the release: each runs once, to its end.</summary>
    public bool IsJob(string service) => Services.Any(one => one.Name == service && one.Effect == ServiceEffect.Run);

    /// <summary>Whether a service is a job of a release that was made before.</summary>
    public bool HasRun(string service) => Context.Desired.Compose.IsJob(service) && !IsJob(service);

    /// <summary>What has to be there before a service starts: what it depends on, and in whose container it lives.</summary>
    public IEnumerable<string> NeedsOf(string service) =>
        Context.Desired.Compose.Find(service) is { } definition
            ? definition.DependsOn.Concat(definition.LivesWith).Distinct(StringComparer.Ordinal)
            : [];

    /// <summary>The services for which those that are replaced rolling wait, at once or through others.</summary>
    public ImmutableHashSet<string> NeededByRolling() => Dependencies.Reach(Rolling.Select(service => service.Name), NeedsOf);

    /// <summary>Whether a service depends on one that is replaced.</summary>
    public bool DependsOnReplaced(string service)
    {
        var reached = Dependencies.Reach([service], name => Context.Desired.Compose.Find(name)?.DependsOn ?? []);
        return Services.Any(one =>
            one.Effect is ServiceEffect.ReplaceBeside or ServiceEffect.ReplaceInPlace && reached.Contains(one.Name)
        );
    }

    private static Rollout Of(
        PlanContext context,
        ReleaseId release,
        ImmutableArray<ServiceCost> costs,
        IEnumerable<(string Name, string Label, string? Upstream)> services
    ) =>
        new(
            context,
            release,
            [
                .. services.Select(service => new RolloutService(
                    service.Name,
                    costs.Single(cost => cost.Name == service.Name).Effect,
                    service.Label,
                    service.Upstream
                )),
            ],
            costs
        );
}
