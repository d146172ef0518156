using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Json;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>Decides for every service whether it is kept or replaced, and where its image comes from.</summary>
public static class ServicePlanner
{
    /// <summary>The services of a release that would be made now.</summary>
    /// <exception cref="SlipwayException">A promotion lacks what it needs.</exception>
    public static ImmutableArray<PlannedService> Plan(DesiredState desired, ObservedState observed, Intent intent, ReleaseId release)
    {
        var planned = ImmutableArray.CreateBuilder<PlannedService>();
        var builtBy = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in desired.Compose.Services)
        {
            var build = BuildOf(desired, observed, intent, service);
            var current = observed.Current?.Services.GetValueOrDefault(service.Name);
            var specification = CanonicalJson.Sha256(service.Specification.Reveal());
            var (origin, imageId) = Origin(desired, observed, intent, service, build, current);
            if (origin == ImageOrigin.Promoted && !observed.ImageIds.ContainsKey(imageId!))
                throw Removed(intent, observed.Promoted!, service.Name);
            var owner = build is null || origin is not ImageOrigin.Build ? null : builtBy.GetValueOrDefault(build);
            if (origin == ImageOrigin.Build && owner is null) builtBy[build!] = owner = service.Name;

            var files = MountedSource.FilesOf(service, desired.Mounted);
            var (change, reason) = Compare(desired, observed, intent, service, current, specification, build, origin, imageId, files);
            planned.Add(new PlannedService
            {
                Name = service.Name,
                Change = change,
                Reason = reason,
                Origin = origin,
                Image = origin switch
                {
                    ImageOrigin.Registry => service.Image!,
                    ImageOrigin.Current => current!.Image,
                    _ => $"{Repository(desired, service, owner ?? service.Name)}:{release}",
                },
                ImageId = imageId,
                BuiltBy = owner,
                Build = build,
                IsBuildAsSeen = build is not null
                    && (intent.Kind != IntentKind.Promote || observed.Promoted!.Services[service.Name].IsBuildAsSeen),
                BuildSection = service.Build?.Text,
                Specification = specification,
                Files = files,
                Since = change == ServiceChange.Keep ? current!.Since : release,
            });
        }

        return
        [
            .. Companions.Of(desired, Together(desired, planned.ToImmutable(), release), release)
                .Select(service =>
                    service.Change == ServiceChange.Keep ? Kept(service, observed.Current!.Services[service.Name]) : Named(desired, service)
                ),
        ];
    }

    /// <summary>The first of the services that answer a route with this one; null where no route leads to it.</summary>
    public static string? FirstOf(EnvironmentDefinition environment, string service) =>
        environment.Routes.FirstOrDefault(route => route.Services.Contains(service))?.Services[0];

    /// <summary>
    /// Instances between which the edge balances have one name for it, which is that of one release: they are replaced together.
    /// </summary>
    private static IEnumerable<PlannedService> Together(DesiredState desired, ImmutableArray<PlannedService> services, ReleaseId release) =>
        services.Select(service =>
        {
            if (service.Change != ServiceChange.Keep)
                return service;
            var mate = desired
                .Environment.Routes.Where(route => route.Services.Contains(service.Name))
                .SelectMany(route => route.Services)
                .FirstOrDefault(name => services.Any(other => other.Name == name && other.Change != ServiceChange.Keep));
            return mate is null
                ? service
                : service with
                {
                    Change = ServiceChange.Replace,
                    Reason = $"it answers together with {mate}",
                    Since = release,
                };
        });

    private static PlannedService Kept(PlannedService service, ReleaseService current) =>
        service with
        {
            Upstream = current.Upstream,
            SupportsRolling = current.SupportsRolling,
        };

    /// <summary>
    /// Two containers of a service may run at once where the edge chooses between them, and nothing ties the service to one.
    /// </summary>
    private static PlannedService Named(DesiredState desired, PlannedService planned)
    {
        var service = desired.Compose.Find(planned.Name)!;
        if (FirstOf(desired.Environment, planned.Name) is not { } first || !service.Networks.Contains(desired.Stack.Edge.Network))
            return planned;
        return planned with
        {
            Upstream = Upstream.AliasOf(desired.Project, first, planned.Since),
            SupportsRolling = Ties.OfDefinition(desired, service) is null,
        };
    }

    private static SlipwayException Removed(Intent intent, ReleaseManifest promoted, string service) =>
        new(
            ExitCode.Refused,
            new Failure($"{intent.Target} stopped: the image of {service} is missing.")
            {
                Why = $"{intent.From}'s release {promoted.Id} ran image {promoted.Services[service].ImageId}, "
                    + "which was removed from this host.",
                Do = $"deploy {intent.From} again, which makes a new image, then run {intent.Target} again.",
                Now = Failure.NothingChanged,
            }
        );

    private static string Repository(DesiredState desired, ComposeService service, string owner)
    {
        if (service.Image is not { } image) return $"{desired.Project}-{owner}";
        var afterPath = image.LastIndexOf('/') + 1;
        var tag = image.IndexOfAny([':', '@'], afterPath);
        return tag < 0 ? image : image[..tag];
    }

    /// <summary>The fingerprint of what the service's image is built from; null where it is not built.</summary>
    private static string? BuildOf(DesiredState desired, ObservedState observed, Intent intent, ComposeService service)
    {
        if (service.Build is not { } build) return null;
        if (intent.Kind != IntentKind.Promote) return desired.Builds[service.Name];

        var promoted = observed.Promoted!.Services.GetValueOrDefault(service.Name);
        if (promoted?.Build is null)
        {
            throw new SlipwayException(
                ExitCode.Refused,
                new Failure($"{intent.Target} stopped: {intent.From} runs no built image for service {service.Name}.")
                {
                    Why = $"release {observed.Promoted.Id} of {intent.From} does not have the service, "
                        + "so there is nothing to promote for it.",
                    Do = $"deploy {intent.From} with the service, then run {intent.Target} again.",
                    Now = Failure.NothingChanged,
                }
            );
        }

        // An equal build section means an equal image: the very one is taken. Another one is built from the promoted source.
        return promoted.BuildSection == build.Text ? promoted.Build : CanonicalJson.Sha256($"{promoted.Build}\n{build.Text.Reveal()}");
    }

    private static (ImageOrigin Origin, string? Id) Origin(
        DesiredState desired,
        ObservedState observed,
        Intent intent,
        ComposeService service,
        string? build,
        ReleaseService? current
    )
    {
        if (build is null) return (ImageOrigin.Registry, observed.ImageIds.GetValueOrDefault(service.Image ?? ""));
        if (intent.Rebuilds) return (ImageOrigin.Build, null);
        var promoted = observed.Promoted?.Services.GetValueOrDefault(service.Name) is { } there && there.Build == build ? there : null;
        // The very image is promoted, not another one that was built from the same source.
        if (promoted is not null && promoted.ImageId != current?.ImageId) return (ImageOrigin.Promoted, promoted.ImageId);

        // Another source may have given the same image: what a build does not use makes no difference to it.
        return current is not null
            && (promoted is not null || IsBuiltFrom(current, build, desired.EarlierBuilds.GetValueOrDefault(service.Name)))
            && observed.ImageIds.ContainsKey(current.Image)
            ? (ImageOrigin.Current, current.ImageId)
            : (ImageOrigin.Build, null);
    }

    private static bool IsBuiltFrom(ReleaseService current, string? build, string? earlierBuild) =>
        current.Build == build || (!current.IsBuildAsSeen && current.Build is not null && current.Build == earlierBuild);

    private static (ServiceChange Change, string Reason) Compare(
        DesiredState desired,
        ObservedState observed,
        Intent intent,
        ComposeService service,
        ReleaseService? current,
        string specification,
        string? build,
        ImageOrigin origin,
        string? imageId,
        ImmutableSortedDictionary<string, string>? files
    )
    {
        if (current is null) return (ServiceChange.Add, "it is new");
        if (current.Specification != specification) return (ServiceChange.Replace, "its definition changed");
        // Where it is not known what was mounted, there is nothing to compare with.
        if (current.Files is { } before && MountedSource.ChangeBetween(before, files) is { } changed)
            return (ServiceChange.Replace, changed);
        return origin switch
        {
            ImageOrigin.Build => (
                ServiceChange.Replace,
                intent.Rebuilds ? "it is built anew"
                    : IsBuiltFrom(current, build, desired.EarlierBuilds.GetValueOrDefault(service.Name))
                        ? "its image was removed from this host"
                        : "its source changed"
            ),
            ImageOrigin.Promoted when imageId != current.ImageId => (ServiceChange.Replace, "its image is promoted"),
            ImageOrigin.Registry when service.Image != current.Image => (ServiceChange.Replace, $"its image is {service.Image} now"),
            ImageOrigin.Registry when imageId is not null && imageId != current.ImageId => (
                ServiceChange.Replace,
                $"another image has the name {service.Image} now"
            ),
            _ => (
                ServiceChange.Keep,
                Lack.Of(desired.Compose, observed, service.Name).Text is { Length: > 0 } lack
                    ? $"nothing changed, but {lack}"
                    : "nothing changed"
            ),
        };
    }
}
