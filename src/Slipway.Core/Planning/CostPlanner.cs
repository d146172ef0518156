using Slipway.Core.Planning.Actions;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Core.Backups;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>Works out what a plan costs. It decides nothing: the steps are given.</summary>
internal sealed class CostPlanner(DesiredState desired, ObservedState observed)
{
    private readonly ImmutableHashSet<string> routed = desired
        .Environment.Routes.SelectMany(route => route.Services)
        .ToImmutableHashSet(StringComparer.Ordinal);

    private ReleaseManifest? Current => observed.Current;

    /// <summary>
    /// How long the services are predicted to be away when they are replaced at once: as long as the slowest of those that serve.
    /// </summary>
    public double SecondsAway(IEnumerable<string> replaced) => replaced.Select(name => Away(name).Seconds).DefaultIfEmpty(0).Max();

    /// <summary>The services of a release that is made.</summary>
    public ImmutableArray<ServiceCost> OfRelease(ImmutableArray<PlannedService> services) =>
    [
        .. services.Select(service => Of(desired.Compose, service.Name, service.Change switch
        {
            ServiceChange.Keep => observed.Runs(service.Name) ? ServiceEffect.Keep : ServiceEffect.Start,
            ServiceChange.Add when !IsUnknown(service) => ServiceEffect.Add,
            _ => Replaced(service.Name, service.StandsBeside),
        }, IsUnknown(service) ? "what runs is of no release that this state folder knows" : service.Reason) with
        {
            Origin = service.Origin,
            Image = service.Image,
            ImageIdAfter = service.Origin == ImageOrigin.Build ? null : service.ImageId,
            ChangedKeys = service.Change == ServiceChange.Replace ? Changes(service.Name, desired.Compose, planned: service) : [],
        }),
        .. Removed(desired.Compose.Services.Select(service => service.Name), "the Compose files no longer have it"),
    ];

    /// <summary>The services of a release that is gone back to.</summary>
    public ImmutableArray<ServiceCost> OfRollback(ReleaseManifest target, ImmutableArray<string> replaced)
    {
        var model = observed.Composes.GetValueOrDefault(target.Id);
        return
        [
            .. target
                .Services.Select(service =>
                    Of(model, service.Key, service.Value) with
                    {
                        Effect = !replaced.Contains(service.Key)
                            ? observed.Runs(service.Key)
                                ? ServiceEffect.Keep
                                : ServiceEffect.Start
                            : Current!.Services.ContainsKey(service.Key)
                                ? Replaced(service.Key, service.Value.StandsBeside)
                                : ServiceEffect.Add,
                        Reason =
                            replaced.Contains(service.Key) ? $"as release {service.Value.Since} had it"
                            : observed.Runs(service.Key) ? "nothing changed"
                            : "it does not run",
                        ChangedKeys = replaced.Contains(service.Key) ? Changes(service.Key, model, service.Value.Since) : [],
                    }
                )
                .Select(Timed),
            .. Removed(target.Services.Keys, $"release {target.Id} does not have it"),
        ];
    }

    /// <summary>The services of a release that is there, of which some are started.</summary>
    public ImmutableArray<ServiceCost> OfStart(ReleaseManifest release, ImmutableArray<string> down) =>
        [
            .. release
                .Services.Select(service =>
                    Of(observed.Composes.GetValueOrDefault(release.Id), service.Key, service.Value) with
                    {
                        Effect =
                            !down.Contains(service.Key) ? ServiceEffect.Keep
                            : observed.Runs(service.Key) ? ServiceEffect.ReplaceInPlace
                            : ServiceEffect.Start,
                        Reason = down.Contains(service.Key) ? $"it does not run as release {release.Id} has it" : "nothing changed",
                    }
                )
                .Select(Timed),
        ];

    /// <summary>The services that are stopped.</summary>
    public ImmutableArray<ServiceCost> OfStop() =>
        [
            .. observed
                .Containers.Where(container => !container.IsOneOff)
                .Select(container => container.Service)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name =>
                    Of(
                        Current is null ? null : observed.Composes.GetValueOrDefault(Current.Id),
                        name,
                        ServiceEffect.Remove,
                        "asked for; volumes and folders stay"
                    )
                ),
        ];

    /// <summary>The cost of steps, with what was said of the services.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="services">The services.</param>
    /// <param name="planned">The services of a release that is made; empty otherwise.</param>
    /// <param name="started">The release whose file is started; null where it is the wanted one, or none.</param>
    public PlanCost Of(
        ImmutableArray<Step> steps,
        ImmutableArray<ServiceCost> services,
        ImmutableArray<PlannedService> planned,
        ReleaseManifest? started
    )
    {
        var backup = steps.Select(step => step.Action).OfType<DumpDatabase>().Select(Backup).FirstOrDefault();
        var edgeFiles = steps
            .Select(step => step.Action)
            .OfType<ApplyEdge>()
            .SelectMany(action => action.Files)
            .ToImmutableArray();
        return new PlanCost
        {
            Services = [.. services.OrderBy(service => service.Name, StringComparer.Ordinal)],
            Edge = steps.FirstOrDefault(step => step.Id == Planner.EdgeStep) is { } edge ? Edge(edge) : null,
            EdgeFiles = [.. edgeFiles.Select(file => file.Path)],
            EdgeChanges =
            [
                .. edgeFiles.Select(file =>
                    EdgeChange.Of(
                        file,
                        observed.EdgeTexts.GetValueOrDefault(file.Path) ?? Current?.Sites.GetValueOrDefault(file.Path),
                        desired.Redactor
                    )
                ),
            ],
            Places = [.. Places(steps, started)],
            Migrations = steps.IsEmpty ? null : Migrations(steps, planned),
            Backup = backup,
            Disk = Disk(planned, backup),
        };
    }

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
        Away = service.Effect switch
        {
            ServiceEffect.ReplaceInPlace => Away(service.Name),
            ServiceEffect.Remove => null,
            _ => DowntimeForecast.None,
        },
    };

    /// <summary>
    /// How a service is replaced. What is of no known release could not be brought back from beside, so it gives way in place.
    /// </summary>
    private ServiceEffect Replaced(string name, bool standsBeside) =>
        standsBeside && observed.Runs(name) && Current?.Services.ContainsKey(name) == true
            ? ServiceEffect.ReplaceBeside
            : ServiceEffect.ReplaceInPlace;

    /// <summary>Whether a container runs of which the state knows nothing: Compose replaces it.</summary>
    private bool IsUnknown(PlannedService service) => service.Change == ServiceChange.Add && observed.Runs(service.Name);


    /// <summary>
    /// The newest measurement in this environment, else the newest in another one. What does not serve now cannot be missed.
    /// </summary>
    private DowntimeForecast Away(string service)
    {
        if (!observed.Runs(service)) return DowntimeForecast.None;
        if (observed.History.Away.GetValueOrDefault(service) is { } here) return new DowntimeForecast(here.Seconds, desired.Environment.Name);
        return observed.AwayElsewhere
            .Where(other => other.Value.ContainsKey(service))
            .OrderByDescending(other => other.Value[service].AtUtc)
            .Select(other => new DowntimeForecast(other.Value[service].Seconds, other.Key))
            .FirstOrDefault(DowntimeForecast.Assumed);
    }

    /// <summary>The keys in which a service of a model differs from the release that runs.</summary>
    /// <param name="name">The service.</param>
    /// <param name="model">The model.</param>
    /// <param name="made">The release for which the service was rendered; null where the model has the mark in place of the id.</param>
    /// <param name="planned">Where the model has the mark: the service as it is planned, with the names that its release will give
    /// it.</param>
    private ImmutableArray<string> Changes(string name, ComposeModel? model, ReleaseId? made = null, PlannedService? planned = null)
    {
        if (Current?.Services.GetValueOrDefault(name) is not { } current
            || observed.Composes.GetValueOrDefault(Current.Id)?.Find(name) is not { } before
            || model?.Find(name) is not { } after) return [];
        // A release's id stands in its file; that it is another one is no change of the definition.
        return SpecificationChanges.Between(
            Marked(before, current.Since),
            made is { } release ? Marked(after, release) : Named(after, planned)
        );
    }

    /// <summary>The specification with the names that its release gives it.</summary>
    private string Named(ComposeService service, PlannedService? planned)
    {
        var specification = (JsonObject)JsonNode.Parse(service.Specification.Reveal())!;
        var upstream = planned?.Upstream?.Replace(planned.Since.ToString(), ComposeModel.ReleaseMark, StringComparison.Ordinal);
        ReleaseRendering.Name(
            specification,
            specification[ComposeService.Uses]?["networks"] as JsonObject,
            desired.Stack.Edge.Network,
            ComposeModel.ReleaseMark,
            upstream,
            planned?.StandsBeside == true
        );
        return specification.ToJsonString();
    }

    private static string Marked(ComposeService service, ReleaseId release) =>
        service.Specification.Reveal().Replace(release.ToString(), ComposeModel.ReleaseMark, StringComparison.Ordinal);

    private ServiceCost Edge(Step step) =>
        new()
        {
            Name = "edge",
            Effect =
                step.DowntimeSeconds > 0 ? ServiceEffect.ReplaceInPlace
                : observed.EdgeContainers.IsEmpty ? ServiceEffect.Add
                : ServiceEffect.Start,
            Reason = step.Reason,
            IsRouted = true,
            Away = step.DowntimeSeconds > 0 ? DowntimeForecast.Assumed : DowntimeForecast.None,
        };

    private IEnumerable<StorageCost> Places(ImmutableArray<Step> steps, ReleaseManifest? started)
    {
        foreach (var step in steps)
        {
            switch (step.Action)
            {
                case WriteEnvFile it: yield return new StorageCost(StorageKind.EnvFile, it.Path, true); break;
                case CreateNetwork it: yield return new StorageCost(StorageKind.Network, it.Name, true); break;
                case CreateCertificates it: yield return new StorageCost(StorageKind.Certificates, it.Folder, true); break;
                default: break;
            }
        }

        if (!steps.Any(step => step.Action is StartServices or StartBeside or Retire)) yield break;
        var model = started is null ? desired.Compose : observed.Composes.GetValueOrDefault(started.Id);
        var volumes = started?.Volumes ?? [.. desired.Compose.Volumes];
        var folders = started?.Folders ?? [.. desired.Compose.Folders];
        foreach (var name in (model?.Networks ?? []).Except(observed.Networks)) yield return new StorageCost(StorageKind.Network, name, true);
        foreach (var name in volumes.Except(observed.Volumes)) yield return new StorageCost(StorageKind.Volume, name, true);
        // Certificates have a line of their own.
        foreach (var name in folders.Except(observed.Folders).Except(desired.CertificateFolders))
            yield return new StorageCost(StorageKind.Folder, name, true);
        foreach (var name in Current?.Volumes.Except(volumes) ?? [])
            yield return new StorageCost(StorageKind.Volume, name, false);
        foreach (var name in Current?.Folders.Except(folders) ?? [])
            yield return new StorageCost(StorageKind.Folder, name, false);
    }

    private MigrationCost? Migrations(ImmutableArray<Step> steps, ImmutableArray<PlannedService> planned)
    {
        if (
            desired.Environment.Migrations is not { } migrations
            || planned.FirstOrDefault(service => service.Name == migrations.Service) is not { } service
        )
            return null;
        var step = steps.FirstOrDefault(step => step.Id == History.MigrationsStep);
        return new MigrationCost(step is not null, service.Name, service.Image,
            step?.Reason ?? $"the image of {service.Name} and the database stay", observed.AppliedMigrations?.Count);
    }

    private BackupCost Backup(DumpDatabase dump)
    {
        var ids = observed.Backups.Select(backup => backup.Id).ToImmutableArray();
        return new BackupCost
        {
            Id = dump.BackupId,
            Database = dump.Database,
            DatabaseBytes = observed.DatabaseBytes,
            LastBytes = observed.Backups.MaxBy(backup => backup.Id)?.Bytes,
            Kept = dump.Kept,
            Removed = [.. BackupRetention.Surplus(ids.Append(dump.BackupId).Distinct(), dump.Kept).Order()],
        };
    }

    private ImmutableArray<DiskCost> Disk(ImmutableArray<PlannedService> planned, BackupCost? backup)
    {
        var needs = new List<(FileSystemSpace? Space, DiskNeed Need)>();
        var built = planned.Where(service => service.BuiltBy == service.Name).ToImmutableArray();
        if (!built.IsEmpty)
            needs.Add((observed.EngineSpace, new DiskNeed("built images", Sum(built.Select(ImageBytes)))));
        if (planned.Any(service => service.Origin == ImageOrigin.Registry && service.ImageId is null))
            needs.Add((observed.EngineSpace, new DiskNeed("pulled images", null)));
        if (backup is not null)
            needs.Add((observed.StateSpace, new DiskNeed("the backup", backup.DatabaseBytes ?? backup.LastBytes)));
        return
        [
            .. needs.GroupBy(need => need.Space?.Mount)
                .Select(group => new DiskCost(group.Key, group.First().Space?.FreeBytes, [.. group.Select(need => need.Need)])),
        ];
    }

    /// <summary>
    /// The image that the service has now tells how large the next one may be; of a first one, that of the promoted release.
    /// </summary>
    private long? ImageBytes(PlannedService service) =>
        (Current?.Services.GetValueOrDefault(service.Name) ?? observed.Promoted?.Services.GetValueOrDefault(service.Name)) is { } like
        && observed.ImageBytes.TryGetValue(like.ImageId, out var bytes) ? bytes : null;

    private static long? Sum(IEnumerable<long?> bytes) => bytes.Aggregate((long?)0, (sum, next) => sum + next);
}
