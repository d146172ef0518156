using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Engine.Session;

/// <summary>A release as it lies in the state folder, with what it brings along.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Compose">Its rendered Compose file; null where that is missing or not as it was written.</param>
/// <param name="EnvText">The env file that it ran with; null where that is not known, missing or not as it was kept.</param>
public sealed record WrittenRelease(ReleaseManifest Manifest, ComposeModel? Compose, Secret? EnvText)
{
    /// <summary>The values of the env file that it ran with; empty where that is not known.</summary>
    public ImmutableSortedDictionary<string, string> EnvValues { get; } =
        EnvText is null
            ? ImmutableSortedDictionary<string, string>.Empty
            : EnvFile.Parse(EnvText.Reveal(), "").Values.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The edge's files that are a part of it.</summary>
    public ImmutableArray<EdgeFile> EdgeFiles =>
        [.. Users is { } users ? [users] : Array.Empty<EdgeFile>(), .. Manifest.Sites.Select(site => EdgeFile.Of(site.Key, site.Value))];

    private EdgeFile? Users => Manifest.Access?.ToFile();

    /// <summary>
    /// The values that it ran with, laid over others: what the definition has come to refer to since then has its present value.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Over(ImmutableSortedDictionary<string, string> values) => values.SetItems(EnvValues);

    /// <summary>
    /// The environment as the release has it: its routes, and who passes its basic auth. A release from before these were noted has those
    /// of now.
    /// </summary>
    public EnvironmentDefinition Complete(EnvironmentDefinition now)
    {
        if (Manifest.Routes is not { } routes)
            return now;
        return now with
        {
            Routes = [.. routes.Select(route => route.ToDefinition())],
            Access = Users is { } users ? Access(users, now.Access) : null,
        };
    }

    private AccessDefinition? Access(EdgeFile users, AccessDefinition? now) =>
        EnvValues.Values.FirstOrDefault(value => users.HasPassword(value)) is { } password
            ? new AccessDefinition(users.User!, password) { Open = now?.Open ?? [] }
            : now;

    /// <summary>Reads a release, or null where no manifest was written for it.</summary>
    public static WrittenRelease? Read(ReleaseStore store, ReleaseId? release)
    {
        if (release is not { } id || store.ReadManifest(id) is not { } manifest)
            return null;
        return new WrittenRelease(
            manifest,
            store.ReadModel(manifest),
            manifest.EnvVersion is null ? null : store.EnvVersions.Read(manifest.EnvFileFingerprint)
        );
    }
}
