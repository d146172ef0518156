using System.Collections.Immutable;
using Slipway.Core.Json;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Parts;

/// <summary>The release that a deployment or a promotion would make.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Services">Its services, and what changes about them.</param>
/// <param name="Costs">What that costs.</param>
internal sealed record NextRelease(ReleaseId Id, ImmutableArray<PlannedService> Services, ImmutableArray<ServiceCost> Costs)
{
    public static NextRelease Of(PlanContext context)
    {
        var id = ReleaseId.Next(context.Desired.Now, context.Observed.History.Releases.Select(record => record.Id));
        var services = ServicePlanner.Plan(context.Desired, context.Observed, context.Intent, id);
        return new NextRelease(id, services, context.Costs.OfRelease(services));
    }

    /// <summary>Whether the release that the environment runs is this very one: nothing of it changed.</summary>
    public bool IsCurrent(PlanContext context) =>
        context.Current is { } current
        && current.Services.Keys.All(name => context.Desired.Compose.Find(name) is not null)
        && HasSitesOf(context.Desired, current)
        && HasAccessOf(context.Desired, current)
        && Services.All(service => service.Change == ServiceChange.Keep);

    /// <summary>SHA-256 of what the release is made of.</summary>
    public string Fingerprint(DesiredState desired) =>
        CanonicalJson.Sha256(string.Join('\n',
            Services.Select(service => $"{service.Name} {service.Specification} {service.Build ?? service.ImageId ?? service.Image}")
                .Concat(
                    from service in Services
                    from file in service.Files ?? ImmutableSortedDictionary<string, string>.Empty
                    select $"{service.Name} {file.Key} {file.Value}"
                )
                .Concat(desired.EdgeFiles.Where(file => !file.IsRules).Select(file => $"{file.Path} {file.Fingerprint}"))));

    private static bool HasSitesOf(DesiredState desired, ReleaseManifest release) =>
        desired.Sites.Count() == release.Sites.Count
        && desired.Sites.All(site => release.Sites.GetValueOrDefault(site.Path) == site.Text);

    /// <summary>Who passes the basic auth is a part of a release; one from before that was recorded may have any.</summary>
    private static bool HasAccessOf(DesiredState desired, ReleaseManifest release) =>
        release.Routes is null
        || desired.EdgeFiles.FirstOrDefault(file => file.User is not null)?.Fingerprint == release.Access?.Fingerprint;
}
