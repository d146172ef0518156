using System.Collections.Immutable;
using Slipway.Core.Planning;
using Slipway.Core.Releases;
using Slipway.Core.Text;

namespace Slipway.Core.Reports;

/// <summary>What a plan costs, as people read it: a sentence, then a line for each thing that changes, marked as in a diff.</summary>
internal static class CostText
{
    private const int MostKeys = 6;

    /// <summary>The cost in a sentence; empty where nothing is touched.</summary>
    public static string Sentence(Plan plan)
    {
        var cost = plan.Cost;
        var counts = cost
            .Services.GroupBy(service => service.Effect)
            .OrderBy(group => Rank(group.Key))
            .Select(group => Counted(group.Key, group.Count()));
        var parts = new List<string>();
        if (!cost.Services.IsEmpty) parts.Add(string.Join(", ", counts));
        if (Downtimes(cost) is { Length: > 0 } downtimes) parts.Add(downtimes);
        else if (!cost.Services.IsEmpty) parts.Add(NoDowntime(cost));
        if (cost.Backup is not null && cost.Services.Length > 0) parts.Add("backup first");
        return string.Join("; ", parts);
    }

    /// <summary>A line for each service that does not stay as it is, for the edge, and for its rules.</summary>
    public static IEnumerable<string> Changes(Plan plan)
    {
        var services = plan.Cost.Services.Where(service => service.Effect != ServiceEffect.Keep).OrderBy(service => Rank(service.Effect))
            .Concat(plan.Cost.Edge is { } edge ? [edge] : []);
        var lines = Aligned([
            .. services.Select(service =>
                new[] { $"{Mark(service.Effect)} {service.Name}", What(service), Downtime(service), Why(service, plan.Intent) }
            ),
        ]);
        return plan.Cost.EdgeFiles.IsEmpty ? lines : lines.Append($"~ edge rules: {string.Join(", ", plan.Cost.EdgeFiles)}");
    }

    /// <summary>A line for everything else that the plan makes, keeps safe or needs.</summary>
    public static IEnumerable<string> Rest(Plan plan)
    {
        var cost = plan.Cost;
        var kept = cost.Services.Where(service => service.Effect == ServiceEffect.Keep).Select(service => service.Name).ToImmutableArray();
        if (!kept.IsEmpty)
            yield return $"  kept: {string.Join(", ", kept)}";
        foreach (var place in cost.Places)
            yield return place.IsNew
                ? $"+ {Name(place.Kind)} {place.Name}"
                : $"- {Name(place.Kind)} {place.Name} is left behind: it stays on the host, and nothing uses it";
        if (cost.Migrations is { } migrations)
            yield return "  migrations: " + Migrations(migrations);
        if (cost.Backup is { } backup)
            yield return "  backup: " + Backup(backup);
        foreach (var disk in cost.Disk)
            yield return "  disk: " + Disk(disk);
    }

    /// <summary>What the operator should look at before going on.</summary>
    public static IEnumerable<string> Warnings(Plan plan) =>
        plan
            .Cost.Disk.Where(disk => disk.IsEnough == false)
            .Select(disk =>
                $"! {disk.Mount} may be too small: {Bytes.Text(disk.NeededBytes)} may be needed, "
                    + $"{Bytes.Text(disk.FreeBytes!.Value)} is free"
            );

    private static string NoDowntime(PlanCost cost)
    {
        if (cost.Services.All(service => service.Effect == ServiceEffect.Remove))
            return "down until they are started again";
        return cost.Services.Any(service => service.Effect == ServiceEffect.Remove)
            ? "no other downtime"
            : "no downtime";
    }

    private static string Downtimes(PlanCost cost)
    {
        var down = cost
            .Services.Concat(cost.Edge is { } edge ? [edge] : [])
            .Where(service => service.Downtime is { Seconds: > 0 })
            .ToImmutableArray();
        return string.Join(
            ", ",
            down.GroupBy(service => service.Downtime!.Seconds)
                .OrderByDescending(group => group.Key)
                .Select(
                    (group, index) =>
                    {
                        var names = group.Select(service => service.Name).ToImmutableArray();
                        var verb = index == 0 ? "down for" : "for";
                        return $"{WordList.And(names)} {verb} {Duration.About(group.Key)}{(names.Length > 1 ? " each" : "")}";
                    }
                )
        );
    }

    private static int Rank(ServiceEffect effect) => effect switch
    {
        ServiceEffect.ReplaceBeside => 0,
        ServiceEffect.ReplaceInPlace => 1,
        ServiceEffect.Keep => 2,
        ServiceEffect.Start => 3,
        ServiceEffect.Add => 4,
        ServiceEffect.Run => 5,
        _ => 6,
    };

    private static string Verb(ServiceEffect effect) => effect switch
    {
        ServiceEffect.Keep => "kept",
        ServiceEffect.Start => "started",
        ServiceEffect.Add => "added",
        ServiceEffect.ReplaceBeside => "rolling replacement",
        ServiceEffect.ReplaceInPlace => "replaced in place",
        ServiceEffect.Run => "run once",
        _ => "removed",
    };

    private static string Counted(ServiceEffect effect, int number) =>
        effect == ServiceEffect.ReplaceBeside ? Count.Of(number, Verb(effect)) : $"{number} {Verb(effect)}";

    private static string Mark(ServiceEffect effect) => effect switch
    {
        ServiceEffect.Add => "+",
        ServiceEffect.Remove => "-",
        _ => "~",
    };

    private static string What(ServiceCost service) => service.Effect switch
    {
        ServiceEffect.ReplaceInPlace when service.IsHeld => "replaced in place, requests wait",
        var effect => Verb(effect),
    };

    private static string Downtime(ServiceCost service) =>
        service.Downtime switch
        {
            { Seconds: > 0 } downtime =>
                $"down for {Duration.About(downtime.Seconds)} "
                    + $"({(downtime.MeasuredIn is { } environment ? $"measured in {environment}" : "assumed")})",
            _ => "",
        };

    private static string Why(ServiceCost service, Intent intent)
    {
        var keys = service.ChangedKeys.Length > MostKeys
            ? $"{string.Join(", ", service.ChangedKeys[..MostKeys])} and {service.ChangedKeys.Length - MostKeys} more"
            : string.Join(", ", service.ChangedKeys);
        var tie = service.Tie is null ? "" : $"; not rolling, since {service.Tie}";
        return service.Reason + (keys.Length > 0 ? $": {keys}" : "") + tie + Image(service, intent);
    }

    private static string Image(ServiceCost service, Intent intent)
    {
        if (
            service.Effect is not (ServiceEffect.Add or ServiceEffect.ReplaceBeside or ServiceEffect.ReplaceInPlace)
            || service.Image is null
        )
            return "";
        var before = service.ImageIdBefore is { } id ? ReleaseService.Shorten(id) + " -> " : "";
        return service switch
        {
            { Origin: ImageOrigin.Build } when intent.Kind == IntentKind.Promote =>
                $"; image {before}rebuilt from {intent.From}'s source, its build arguments differ",
            { Origin: ImageOrigin.Build } => $"; image {before}built",
            { ImageIdAfter: null } => $"; image {before}pulled",
            { ImageIdAfter: { } after } when after == service.ImageIdBefore => "",
            { ImageIdAfter: { } after } =>
                $"; image {before}{ReleaseService.Shorten(after)}{(service.Origin == ImageOrigin.Promoted ? $" of {intent.From}" : "")}",
        };
    }

    private static string Name(StorageKind kind) => kind switch
    {
        StorageKind.EnvFile => "env file",
        StorageKind.Certificates => "certificates in",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Migrations(MigrationCost migrations) =>
        (migrations.Runs ? $"run by {migrations.Image}, since {migrations.Reason}" : $"none run: {migrations.Reason}")
        + (migrations.Applied is { } applied ? $"; {applied} {Count.Noun(applied, "is", "are")} applied now" : "");

    private static string Backup(BackupCost backup) =>
        $"{backup.Id} of {backup.Database}, "
        + (
            backup switch
            {
                { DatabaseBytes: { } size, LastBytes: { } last } => $"{Bytes.Text(size)} at most (the last one has {Bytes.Text(last)})",
                { DatabaseBytes: { } size } => $"{Bytes.Text(size)} at most",
                { LastBytes: { } last } => $"about {Bytes.Text(last)}, as the last one",
                _ => "its size is not known",
            }
        )
        + $"; the newest {backup.Kept} are kept"
        + (backup.Removed.IsEmpty ? "" : $", {string.Join(", ", backup.Removed)} {Count.Noun(backup.Removed.Length, "is", "are")} removed");

    private static string Disk(DiskCost disk) =>
        string.Join(
            ", ",
            disk.Needs.Select(need => $"{need.What} {(need.Bytes is { } bytes ? $"about {Bytes.Text(bytes)}" : "of unknown size")}")
        ) + (disk.FreeBytes is { } free ? $"; {Bytes.Text(free)} free on {disk.Mount}" : "; how much is free is not known");

    private static IEnumerable<string> Aligned(ImmutableArray<string[]> rows)
    {
        if (rows.IsEmpty) return [];
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToImmutableArray();
        return rows.Select(row =>
            string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])).Where((_, column) => widths[column] > 0))
                .TrimEnd()
        );
    }
}
