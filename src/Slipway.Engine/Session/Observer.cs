using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Backups;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Json;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Docker;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>Reads what the host holds of an environment. It has no effect.</summary>
public sealed class Observer(Host host)
{
    private const string Record = ".json";

    private readonly DockerQueries docker = new(host.Commands);

    /// <summary>The state that a plan for this intent is made from. The questions to Docker are asked side by side.</summary>
    public async Task<ObservedState> ObserveAsync(DesiredState desired, Intent intent, CancellationToken cancellation)
    {
        var environment = desired.Environment;
        var store = new ReleaseStore(host.Files, desired.Paths, environment.Name);
        var history = store.ReadHistory();
        var manifests = store.ReadManifests(history);
        var promoted =
            intent.Kind == IntentKind.Promote ? new ReleaseStore(host.Files, desired.Paths, intent.From!.Value).ReadCurrent() : null;

        var needed = Needed(manifests, history, intent).ToImmutableArray();
        var references = desired.Compose.Services.Select(service => service.Image).OfType<string>()
            .Concat(needed.SelectMany(manifest => manifest.Services.Values).SelectMany(service => new[] { service.Image, service.ImageId }))
            .Concat((promoted?.Services.Values ?? []).Select(service => service.ImageId));

        var containers = docker.ContainersAsync(desired.Project, cancellation);
        var guests = docker.GuestsAsync(desired.Project, desired.Compose.ExternalNetworks.Append(desired.Stack.Edge.Network), cancellation);
        var edge = docker.ContainersAsync(desired.Stack.Edge.Compose.Project, cancellation);
        var networks = docker.NetworksAsync(cancellation);
        var volumes = docker.VolumesAsync(cancellation);
        var images = docker.ImagesAsync(references, cancellation);
        var database = DatabaseBytesAsync(desired, intent, cancellation);
        var composes = Composes(store, needed);
        var copies = CopiesAsync(desired, composes.Values, cancellation);

        var migrations = environment.Database is { InSharedProject: false } asked
            ? MigrationsAsync(await containers, asked, environment.Migrations?.Applied, cancellation)
            : Task.FromResult<ImmutableSortedSet<string>?>(null);

        return new ObservedState
        {
            Containers = await containers,
            Guests = await guests,
            AppliedMigrations = await migrations,
            EdgeContainers = await edge,
            Networks = await networks,
            Volumes = (await volumes).Names,
            ImageIds = (await images).ToImmutableSortedDictionary(image => image.Key, image => image.Value.Id, StringComparer.Ordinal),
            ImageBytes = (await images)
                .Values.DistinctBy(image => image.Id)
                .ToImmutableSortedDictionary(image => image.Id, image => image.Bytes, StringComparer.Ordinal),
            DatabaseBytes = await database,
            Backups = Backups(desired),
            Folders = [.. Folders(desired, manifests).Where(folder => host.Files.FolderExists(folder) || host.Files.Exists(folder))],
            StateSpace = host.Files.SpaceOf(desired.Paths.Root),
            EngineSpace = EngineSpace((await volumes).RootFolder ?? await docker.RootFolderAsync(cancellation)),
            Composes = composes,
            DowntimesElsewhere = DowntimesElsewhere(desired),
            History = history,
            Manifests = manifests,
            StateFiles = StateFiles(desired.Paths, environment.Name, needed).AddRange(await copies),
            Promoted = promoted,
            AppliedEdgeFiles = EdgeRecord.Read(host.Files, desired.Paths),
            EdgeTexts = EdgeTexts(desired.Paths),
            Upstreams = Upstreams(desired),
            EdgeCompose = host.Files.ReadText(desired.Paths.EdgeCompose),
            CertificateFolders = [.. environment.Certificates.Zip(desired.CertificateFolders)
                .Where(pair => host.Certificates.AreComplete(pair.First, pair.Second))
                .Select(pair => pair.Second)],
        };
    }

    private ImmutableSortedDictionary<string, string> Upstreams(DesiredState desired) =>
        desired
            .Environment.Routes.Select(route => Upstream.FileOf(desired.Project, route.Services[0]))
            .Distinct(StringComparer.Ordinal)
            .Select(file => (File: file, Name: host.Files.ReadText($"{desired.Paths.Edge}/{file}")))
            .Where(upstream => upstream.Name is not null)
            .ToImmutableSortedDictionary(upstream => upstream.File, upstream => upstream.Name!, StringComparer.Ordinal);

    // An engine in a virtual machine names a folder of that machine.
    private FileSystemSpace? EngineSpace(string root) => host.Files.FolderExists(root) ? host.Files.SpaceOf(root) : null;

    private async Task<long?> DatabaseBytesAsync(DesiredState desired, Intent intent, CancellationToken cancellation)
    {
        var (environment, compose) = desired.Running ?? new RunningEnvironment(desired.Environment, desired.Compose);
        if (environment.Database is not { } database || intent.Kind is IntentKind.Up or IntentKind.Down) return null;
        // The name that Compose gives is as good as asking for it, and saves a wait.
        var container = ContainerNames.Of(desired.Project, database.Service, compose.Find(database.Service)?.ContainerName);
        return await docker.DatabaseBytesAsync(container, database.User, database.Name, cancellation);
    }

    /// <summary>The backup of a folder that was taken last, or null.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="taken">Those that were ever taken, in that order.</param>
    public static ObservedBackup? LastBackup(IFiles files, string folder, ImmutableArray<BackupId> taken) =>
        BackupRetention.InOrder(Ids(files, folder), taken) is [.., var last] ? Backup(files, folder, last) : null;

    private ImmutableArray<ObservedBackup> Backups(DesiredState desired)
    {
        var folder = desired.Paths.Backups(desired.Environment.Name);
        return [.. Ids(host.Files, folder).Select(id => Backup(host.Files, folder, id))];
    }

    /// <summary>The backups of a folder that are complete.</summary>
    public static IEnumerable<BackupId> Ids(IFiles files, string folder) =>
        files.ListFiles(folder)
            .Where(name => name.EndsWith(Record, StringComparison.Ordinal))
            .Select(name => BackupId.TryParse(name[..^Record.Length], out var id) ? id : (BackupId?)null)
            .OfType<BackupId>();

    private static ObservedBackup Backup(IFiles files, string folder, BackupId id) => new(id, Bytes(files, $"{folder}/{id}{Record}"));

    private static long? Bytes(IFiles files, string path)
    {
        try
        {
            return files.ReadText(path) is { } text ? JsonSerializer.Deserialize<BackupRecord>(text, StateJson.Indented)?.Bytes : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<IEnumerable<KeyValuePair<string, string>>> CopiesAsync(
        DesiredState desired,
        IEnumerable<ComposeModel> composes,
        CancellationToken cancellation
    )
    {
        var folder = desired.Paths.Files(desired.Environment.Name);
        var paths = composes.SelectMany(model => HeldMounts.CopiesOf(model, folder).Keys).Distinct(StringComparer.Ordinal).ToArray();
        var trees = await Task.WhenAll(paths.Select(path => host.Files.ReadTreeAsync(path, cancellation)));
        return paths.Zip(trees)
            .Where(read => read.Second.State != FileTreeState.Missing)
            .Select(read => KeyValuePair.Create(read.First, read.Second.Fingerprint));
    }

    private static IEnumerable<string> Folders(DesiredState desired, ImmutableSortedDictionary<ReleaseId, ReleaseManifest> manifests) =>
        desired.Compose.Folders.Concat(manifests.Values.SelectMany(manifest => manifest.Folders)).Distinct(StringComparer.Ordinal);

    // They are read to tell what differs. Where such a file is needed itself, its damage is reported.
    private static ImmutableSortedDictionary<ReleaseId, ComposeModel> Composes(ReleaseStore store, IEnumerable<ReleaseManifest> needed) =>
        needed.Select(manifest => (manifest.Id, Model: store.ReadModel(manifest)))
            .Where(read => read.Model is not null)
            .ToImmutableSortedDictionary(read => read.Id, read => read.Model!);

    /// <summary>
    /// How long services were down in the other environments. Their ledgers only make a forecast better: one that cannot be read is passed
    /// over.
    /// </summary>
    private ImmutableSortedDictionary<EnvironmentName, ImmutableSortedDictionary<string, DowntimeMeasurement>> DowntimesElsewhere(
        DesiredState desired
    )
    {
        var downtimes = ImmutableSortedDictionary.CreateBuilder<EnvironmentName, ImmutableSortedDictionary<string, DowntimeMeasurement>>();
        foreach (var other in desired.Stack.Environments.Where(other => other.Name != desired.Environment.Name))
        {
            try
            {
                downtimes[other.Name] = new ReleaseStore(host.Files, desired.Paths, other.Name).ReadHistory().Downtimes;
            }
            catch (SlipwayException)
            {
                // What is wrong with it, commands for that environment say.
            }
        }

        return downtimes.ToImmutable();
    }

    private ImmutableSortedDictionary<string, string> EdgeTexts(StatePaths paths) =>
        host.Files.ListFiles($"{paths.Edge}/sites").Select(name => $"sites/{name}").Prepend(EdgeFile.RulesPath)
            .Select(path => (Path: path, Text: host.Files.ReadText($"{paths.Edge}/{path}")))
            .Where(file => file.Text is not null)
            .ToImmutableSortedDictionary(file => file.Path, file => file.Text!, StringComparer.Ordinal);

    private async Task<ImmutableSortedSet<string>?> MigrationsAsync(
        ImmutableArray<ObservedContainer> containers,
        DatabaseDefinition database,
        AppliedTableDefinition? table,
        CancellationToken cancellation
    )
    {
        var server = containers.FirstOrDefault(container =>
            container.Service == database.Service && !container.IsOneOff && container.IsHealthy
        );
        return server is null ? null : await docker.AppliedMigrationsAsync(server.Name, database, table, cancellation);
    }

    private static IEnumerable<ReleaseManifest> Needed(
        ImmutableSortedDictionary<ReleaseId, ReleaseManifest> manifests,
        History history,
        Intent intent
    )
    {
        if (history.Current is { } current && manifests.GetValueOrDefault(current) is { } running)
            yield return running;
        if (
            intent.Kind == IntentKind.Rollback
            && history.Wanted(intent) is { } target
            && manifests.GetValueOrDefault(target) is { } earlier
        )
            yield return earlier;
    }

    private ImmutableSortedDictionary<string, string> StateFiles(
        StatePaths paths,
        EnvironmentName environment,
        ImmutableArray<ReleaseManifest> manifests
    ) =>
        manifests
            .SelectMany(manifest =>
                new[]
                {
                    paths.Compose(environment, manifest.Id),
                    manifest.EnvVersion is null ? null : paths.EnvVersion(environment, manifest.EnvFileFingerprint),
                }
            )
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(path => (Path: path, Text: host.Files.ReadText(path)))
            .Where(file => file.Text is not null)
            .ToImmutableSortedDictionary(file => file.Path, file => CanonicalJson.Sha256(file.Text!), StringComparer.Ordinal);
}
