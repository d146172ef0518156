using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Json;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Planning.Runbooks;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Parts;

/// <summary>The edge, which all environments share: that it runs, and has the rules that it should have.</summary>
internal static class EdgeSteps
{
    /// <summary>The id of the step that starts the edge.</summary>
    public const string StartId = "start-edge";

    public static IEnumerable<Step> Start(PlanContext context)
    {
        var (observed, edge) = (context.Observed, context.Desired.Stack.Edge);
        var compose = context.Desired.EdgeCompose;
        var container = EdgeContainer.Among(observed.EdgeContainers, edge) is { IsHealthy: true } found ? found : null;
        var runs = container is not null;
        var isOnNetwork = container?.On(edge.Network) is not null;
        var isSame = observed.AppliedEdgeFiles.GetValueOrDefault(EdgeFile.ComposePath) == compose.Fingerprint;
        if (runs && isSame && isOnNetwork) yield break;

        var (project, file) = (edge.Compose.Project, context.Paths.EdgeCompose);
        var renew = context.Platform.Renew(project, file, context.HealthTimeout);
        // Rules that Caddy was never known to accept are as good as none.
        var hasRules =
            observed.EdgeTexts.GetValueOrDefault(EdgeFile.RulesPath) is { } rules
            && observed.AppliedEdgeFiles.GetValueOrDefault(EdgeFile.RulesPath) == CanonicalJson.Sha256(rules);
        yield return new Step(
            StartId,
            Phase.Up,
            runs ? "Restart the edge" : "Start the edge",
            !runs ? "it does not run" : isSame ? $"it is not on network {edge.Network}" : "its Compose file or its ports changed",
            new WriteAndRun(file, compose.Text!, renew) { Rules = hasRules ? null : context.Desired.EdgeRules }
        )
        {
            Undo = (runs, observed.EdgeCompose) switch
            {
                (false, _) => new StopEdge(edge.Network, context.Platform.Stop(project, file)),
                (true, { } before) => new WriteAndRun(file, before, renew),
                _ => null,
            },
            UndoTitle = (runs, observed.EdgeCompose) switch
            {
                (false, _) => "stop it, unless another environment uses it by then",
                (true, not null) => "start it from the Compose file it had",
                _ => "none: the Compose file that it was started from is not there",
            },
            DowntimeSeconds = runs ? DowntimeForecast.Assumed.Seconds : 0,
        };
    }

    /// <summary>
    /// An edge that restarts costs production requests, and that rolls a release of another environment back: nobody is to find it out that
    /// way.
    /// </summary>
    public static IEnumerable<string> Notes(Runbook runbook)
    {
        if (
            !runbook.Up.Any(step => step is { Id: StartId, DowntimeSeconds: > 0 })
            || runbook.HealthCheck.Select(step => step.Action).OfType<CheckTraffic>().FirstOrDefault() is not { } check
        )
            yield break;
        var production = string.Join(" or ", check.Environments);
        yield return $"! the edge restarts: where that drops a request of {production}, this run is rolled back; "
            + "DeployProd restarts it without that check";
    }

    /// <summary>The files that the edge has for a recorded release.</summary>
    public static ImmutableArray<EdgeFile> FilesOf(ReleaseManifest release) =>
        [.. release.Sites.Select(site => EdgeFile.Of(site.Key, site.Value)), .. Users(release)];

    /// <summary>Loads the files that differ from what the edge was last given, and removes those that no release has any more.</summary>
    public static IEnumerable<Step> Load(PlanContext context, ImmutableArray<EdgeFile> files)
    {
        var changed = Changed(context, files);
        if (changed.IsEmpty)
            yield break;
        var container = context.Platform.ContainerOfEdge(context.Desired.Stack.Edge, context.Observed.EdgeContainers);
        var before = Before(context, changed);
        yield return new Step(
            "apply-edge",
            Phase.Up,
            $"Load the edge's rules: {string.Join(", ", changed.Select(file => file.Path))}",
            "the rules changed",
            Apply(changed)
        )
        {
            Undo = before.IsEmpty ? null : Apply(before),
            UndoTitle = before.IsEmpty ? "none" : "load the files it had",
        };

        ApplyEdge Apply(ImmutableArray<EdgeFile> applied) =>
            new(applied, CaddyCommands.Validate(container, context.Platform), CaddyCommands.Reload(container, context.Platform));
    }

    private static ImmutableArray<EdgeFile> Changed(PlanContext context, ImmutableArray<EdgeFile> files)
    {
        var applied = context.Observed.AppliedEdgeFiles;
        var gone = (context.Current?.Sites.Keys ?? [])
            .Where(path => files.All(file => file.Path != path) && applied.ContainsKey(path))
            .Select(EdgeFile.Removed);
        return [.. files.Where(file => applied.GetValueOrDefault(file.Path) != file.Fingerprint).Concat(gone)];
    }

    /// <summary>What the edge had in the place of files that change, as far as that is known.</summary>
    private static ImmutableArray<EdgeFile> Before(PlanContext context, ImmutableArray<EdgeFile> changed)
    {
        var current = context.Current;
        var rules =
            changed.Any(file => file.IsRules) && context.Observed.EdgeTexts.GetValueOrDefault(EdgeFile.RulesPath) is { } loaded
                ? [EdgeFile.Of(EdgeFile.RulesPath, loaded)]
                : ImmutableArray<EdgeFile>.Empty;
        var sites = changed
            .Where(file => !file.IsRules && (file.Text is not null || file.IsRemoved))
            .Select(file =>
                current?.Sites.GetValueOrDefault(file.Path) is { } text ? EdgeFile.Of(file.Path, text) : EdgeFile.Removed(file.Path)
            );
        var users = current is null ? [] : Users(current).Where(users => changed.Any(file => file.Path == users.Path));
        return [.. rules, .. sites, .. users];
    }

    private static IEnumerable<EdgeFile> Users(ReleaseManifest release) => release.Access is { } access ? [access.ToFile()] : [];
}
