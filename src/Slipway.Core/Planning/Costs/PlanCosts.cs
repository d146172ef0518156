using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Planning.Parts;
using Slipway.Core.Planning.Runbooks;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Costs;

/// <summary>Works out what a plan costs. It decides nothing: the steps are given.</summary>
internal static class PlanCosts
{
    public static PlanCost Of(PlanContext context, ImmutableArray<Step> steps, Runbook runbook)
    {
        var backup = steps.Select(step => step.Action).OfType<DumpDatabase>().Select(dump => DiskCosts.Of(context, dump)).FirstOrDefault();
        var edgeFiles = steps.Select(step => step.Action).OfType<ApplyEdge>().SelectMany(action => action.Files).ToImmutableArray();
        return new PlanCost
        {
            Services = [.. runbook.Costs.OrderBy(service => service.Name, StringComparer.Ordinal)],
            Edge = steps.FirstOrDefault(step => step.Id == EdgeSteps.StartId) is { } edge ? Edge(context, edge) : null,
            EdgeFiles = [.. edgeFiles.Select(file => file.Path)],
            EdgeChanges = [.. edgeFiles.Select(file => Change(context, file))],
            Places = [.. Places(context, steps, runbook.Started)],
            Migrations = steps.IsEmpty ? null : Migrations(context, steps, runbook.Services),
            Backup = backup,
            Disk = DiskCosts.Of(context, runbook.Services, backup),
        };
    }

    private static EdgeChange Change(PlanContext context, EdgeFile file) =>
        EdgeChange.Of(
            file,
            context.Observed.EdgeTexts.GetValueOrDefault(file.Path) ?? context.Current?.Sites.GetValueOrDefault(file.Path),
            context.Desired.Redactor
        );

    private static ServiceCost Edge(PlanContext context, Step step) =>
        new()
        {
            Name = "edge",
            Effect =
                step.DowntimeSeconds > 0 ? ServiceEffect.ReplaceInPlace
                : context.Observed.EdgeContainers.IsEmpty ? ServiceEffect.Add
                : ServiceEffect.Start,
            Reason = step.Reason,
            IsRouted = true,
            Downtime = step.DowntimeSeconds > 0 ? DowntimeForecast.Assumed : DowntimeForecast.None,
        };

    private static IEnumerable<StorageCost> Places(PlanContext context, ImmutableArray<Step> steps, ReleaseManifest? started)
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
        var (desired, observed, current) = (context.Desired, context.Observed, context.Current);
        var model = started is null ? desired.Compose : observed.Composes.GetValueOrDefault(started.Id);
        var volumes = started?.Volumes ?? [.. desired.Compose.Volumes];
        var folders = started?.Folders ?? [.. desired.Compose.Folders];
        foreach (var name in (model?.Networks ?? []).Except(observed.Networks))
            yield return new StorageCost(StorageKind.Network, name, true);
        foreach (var name in volumes.Except(observed.Volumes))
            yield return new StorageCost(StorageKind.Volume, name, true);
        // Certificates have a line of their own.
        foreach (var name in folders.Except(observed.Folders).Except(desired.CertificateFolders))
            yield return new StorageCost(StorageKind.Folder, name, true);
        foreach (var name in current?.Volumes.Except(volumes) ?? [])
            yield return new StorageCost(StorageKind.Volume, name, false);
        foreach (var name in current?.Folders.Except(folders) ?? [])
            yield return new StorageCost(StorageKind.Folder, name, false);
    }

    private static MigrationCost? Migrations(PlanContext context, ImmutableArray<Step> steps, ImmutableArray<PlannedService> services)
    {
        if (
            context.Desired.Environment.Migrations is not { } migrations
            || services.FirstOrDefault(service => service.Name == migrations.Service) is not { } service
        )
            return null;
        var step = steps.FirstOrDefault(step => step.Id == History.MigrationsStep);
        return new MigrationCost(
            step is not null,
            service.Name,
            service.Image,
            step?.Reason ?? $"the image of {service.Name} and the database stay",
            context.Observed.AppliedMigrations?.Count
        );
    }
}
