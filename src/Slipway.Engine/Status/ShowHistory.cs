using System.Collections.Immutable;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Session;

namespace Slipway.Engine.Status;

/// <summary>An environment's history with its releases' manifests.</summary>
public sealed record EnvironmentHistory(
    EnvironmentName Environment,
    History History,
    ImmutableSortedDictionary<ReleaseId, ReleaseManifest> Manifests
);

/// <summary>Shows what was run and released.</summary>
public sealed class ShowHistory(StackSession session)
{
    /// <summary>The history of every environment, or of one.</summary>
    /// <param name="environment">The environment; null for all of them.</param>
    public ImmutableArray<EnvironmentHistory> Run(EnvironmentName? environment) =>
        environment is { } name
            ? [Read(session.Find(name).Name)]
            : [.. session.Definition.Environments.Select(each => Read(each.Name))];

    private EnvironmentHistory Read(EnvironmentName environment)
    {
        var store = session.Store(environment);
        var history = store.ReadHistory();
        return new EnvironmentHistory(
            environment,
            history,
            history
                .Releases.Select(release => store.ReadManifest(release.Id))
                .OfType<ReleaseManifest>()
                .ToImmutableSortedDictionary(manifest => manifest.Id, manifest => manifest)
        );
    }
}
