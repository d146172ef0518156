using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Engine.Ledgers;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Observing;

/// <summary>Reads what the host holds of an environment. It has no effect.</summary>
public sealed class Observer(Host host)
{
    private readonly DockerQueries docker = new(host.Commands);

    /// <summary>The state that a plan for this intent is made from. The questions to Docker are asked side by side.</summary>
    public async Task<ObservedState> ObserveAsync(DesiredState desired, Intent intent, CancellationToken cancellation)
    {
        var environment = desired.Environment;
        var store = new ReleaseStore(host.Files, desired.Paths, environment.Name);
        var history = store.ReadHistory();
        var manifests = store.ReadManifests(history);
        var promoted = intent.Kind == IntentKind.Promote ? new ReleaseStore(host.Files, desired.Paths, intent.From).ReadCurrent() : null;

        var references = desired.Compose.Services.Select(service => service.Image).OfType<string>()
            .Concat(Needed(manifests, history, intent).SelectMany(manifest => manifest.Services.Values).SelectMany(service => new[] { service.Image, service.ImageId }))
            .Concat((promoted?.Services.Values ?? []).Select(service => service.ImageId));

        var containers = docker.ContainersAsync(desired.Project, cancellation);
        var edge = docker.ContainersAsync(desired.Stack.Edge.Compose.Project, cancellation);
        var networks = docker.NetworksAsync(cancellation);
        var volumes = docker.VolumesAsync(cancellation);
        var images = docker.ImageIdsAsync(references, cancellation);

        return new ObservedState
        {
            Containers = await containers,
            EdgeContainers = await edge,
            Networks = await networks,
            Volumes = await volumes,
            ImageIds = await images,
            History = history,
            Manifests = manifests,
            Promoted = promoted,
            AppliedEdgeFiles = EdgeRecord.Read(host.Files, desired.Paths),
            EdgeCompose = host.Files.ReadText(desired.Paths.EdgeCompose),
            CertificateFolders = [.. environment.Certificates.Zip(desired.CertificateFolders)
                .Where(pair => host.Certificates.AreComplete(pair.First, pair.Second))
                .Select(pair => pair.Second)],
        };
    }

    private static IEnumerable<ReleaseManifest> Needed(ImmutableSortedDictionary<ReleaseId, ReleaseManifest> manifests, History history, Intent intent)
    {
        if (history.Current is { } current && manifests.GetValueOrDefault(current) is { } running) yield return running;
        if (intent.Kind == IntentKind.Rollback && (intent.To ?? history.Previous) is { } target && manifests.GetValueOrDefault(target) is { } earlier) yield return earlier;
    }
}
