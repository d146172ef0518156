using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Parts;

/// <summary>Where the edge is to find a routed service.</summary>
/// <param name="Service">The service; of several instances the first one.</param>
/// <param name="Release">The release whose containers get the requests; null where the name is of before each release had one of its
/// own.</param>
/// <param name="Upstream">The file that the edge reads, and the name in it.</param>
internal sealed record RoutedService(string Service, string? Release, Upstream Upstream);

/// <summary>The services to which the environment's routes lead.</summary>
internal static class Upstreams
{
    /// <summary>Those of a release that comes to serve.</summary>
    public static ImmutableArray<RoutedService> Of(Rollout rollout)
    {
        var services = rollout.Services.ToDictionary(service => service.Name, StringComparer.Ordinal);
        return
        [
            .. Routed(rollout.Context.Desired)
                .Select(name => services.GetValueOrDefault(name) is { } service
                    ? At(rollout.Context.Desired, name, service.Upstream, service.Label)
                    : At(rollout.Context.Desired, name, null, null)
                ),
        ];
    }

    /// <summary>Those of a recorded release.</summary>
    public static ImmutableArray<RoutedService> Of(PlanContext context, ReleaseManifest release) =>
        [
            .. Routed(context.Desired)
                .Where(release.Services.ContainsKey)
                .Select(name => (Name: name, Service: release.Services[name]))
                .Select(routed => At(context.Desired, routed.Name, routed.Service.Upstream, routed.Service.Since.ToString())),
        ];

    private static IEnumerable<string> Routed(DesiredState desired) =>
        desired.Environment.Routes.Select(route => route.Services[0]).Distinct(StringComparer.Ordinal);

    private static RoutedService At(DesiredState desired, string service, string? name, string? release) =>
        new(
            service,
            name is null ? null : release,
            new Upstream(Upstream.FileOf(desired.Project, service), name ?? OldName(desired, service))
        );

    /// <summary>The name of a routed service's containers in releases from before each release had one of its own.</summary>
    private static string OldName(DesiredState desired, string service) =>
        desired.Compose.Find(service)?.ContainerName ?? Upstream.KeyOf(desired.Project, service);
}
