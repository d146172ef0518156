using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Observed;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning.Parts;

/// <summary>What is done with a release as a whole: recorded, started again, stopped.</summary>
internal static class ReleaseSteps
{
    /// <summary>Said of an undo that removes what a step started.</summary>
    public const string RemoveTitle = "stop and remove the containers; volumes stay";

    /// <summary>Said of a step that replaced what no recorded release can bring back.</summary>
    public const string UnknownTitle = "none: what runs now belongs to no release of this state folder";

    public static Step Record(PlanContext context, NextRelease release) =>
        new(
            "write-release",
            Phase.BuildImages,
            $"Record release {release.Id}",
            "only a recorded release can be rolled back to",
            new WriteRelease(
                release.Id,
                context.Paths.Release(context.Environment, release.Id),
                release.Services,
                release.Fingerprint(context.Desired)
            )
            {
                EnvVersions = context.Desired.EnvFile.Length > 0 ? context.Paths.EnvVersions(context.Environment) : null,
                Copies =
                [
                    .. context
                        .Desired.Mounted.Where(source => source.IsHeld)
                        .DistinctBy(source => source.Fingerprint)
                        .Select(source => new KeptCopy(
                            source.RealPath,
                            context.Desired.Copies[source.Path],
                            source.Fingerprint,
                            source.Name
                        )),
                ],
                Variables = context.Desired.Compose.Variables,
            }
        );

    /// <summary>What is mounted of the work tree and cannot be a part of the release.</summary>
    public static IEnumerable<string> MountNotes(PlanContext context) =>
        context
            .Desired.Mounted.Where(source => source.State is FileTreeState.Unreadable or FileTreeState.Special)
            .Select(source => (source.Name, Why: source.State == FileTreeState.Special ? "has a socket, pipe or device" : "cannot be read"))
            .Select(left =>
                $"! {left.Name} {left.Why} and is no part of the release: a change of it is not seen, and a rollback does not bring it back"
            );

    public static IEnumerable<string> PromotionNotes(PlanContext context)
    {
        if (context.Intent.Kind != IntentKind.Promote) yield break;
        var promoted = context.Observed.Promoted!;
        var source = promoted.Source;
        yield return $"images: those of {context.Intent.From}'s release {promoted.Id}, built from {source}";
        if (source.Commit is not null && context.Desired.Source.Commit != source.Commit)
            yield return $"! Compose and site files are read from the work tree at {context.Desired.Source}, not from that commit";
    }

    /// <summary>The release that a rollback leads to.</summary>
    public static ReleaseManifest RollbackTarget(PlanContext context)
    {
        var (environment, history) = (context.Environment, context.Observed.History);
        if (context.Current is not { } current)
            throw context.Refused($"{environment} runs no release.", "there is nothing to roll back.", $"deploy {environment} first.");
        var target = context.Intent.To
            ?? history.Previous
            ?? throw context.Refused(
                $"{environment} has no earlier release.",
                $"{current.Id} is the only one that was ever live.",
                "deploy a corrected release."
            );
        if (history.Find(target) is not { WasLive: true } || context.Observed.Manifests.GetValueOrDefault(target) is not { } manifest)
        {
            throw context.Refused(
                $"there is no release {target} of {environment} that was ever live.",
                "only a release that was live can be rolled back to.",
                "name one that History lists."
            );
        }

        return manifest;
    }

    /// <summary>The services of a release that do not run as it has them.</summary>
    public static ImmutableArray<string> Stopped(PlanContext context, ReleaseManifest release) =>
        [
            .. release
                .Services.Where(service =>
                    Lack.Of(context.Desired.Compose, context.Observed, service.Key, service.Value.ImageId).Kind != LackKind.None
                )
                .Select(service => service.Key),
        ];

    /// <summary>Starts what does not run of a recorded release, from its own files and images.</summary>
    public static IEnumerable<Step> StartAgain(PlanContext context, ReleaseManifest release, ImmutableArray<string> stopped)
    {
        if (stopped.IsEmpty) yield break;
        context.RefuseLostData(release.Volumes, release.Folders);
        context.RefuseMissingImages(release);
        context.RefuseChangedFiles(release, withEnvFile: false);
        yield return new Step(
            "start-services",
            Phase.Up,
            $"Start {string.Join(", ", stopped)}",
            $"release {release.Id} has them and they do not run",
            new StartServices(context.Project, StartStaying(context, release))
        )
        {
            DowntimeSeconds = context.Costs.DowntimeSeconds(context.Costs.InPlace(release, stopped)),
        };
    }

    /// <summary>Starts a recorded release, but for its jobs: they have run.</summary>
    private static Command StartStaying(PlanContext context, ReleaseManifest release)
    {
        var file = context.Paths.Compose(context.Environment, release.Id);
        ImmutableArray<string> staying = [.. release.Services.Keys.Where(name => !context.Desired.Compose.IsJob(name))];
        return staying.Length == release.Services.Count
            ? context.Platform.Start(context.Project, file, context.HealthTimeout)
            : context.Platform.StartOnly(context.Project, file, context.HealthTimeout, removesOthers: true, staying);
    }

    public static Step Stop(PlanContext context) =>
        new(
            "stop-services",
            Phase.Down,
            $"Stop and remove the containers of {context.Project}",
            "asked for; volumes and folders stay",
            context.Current is { } current
                ? Remove(context, current.Id)
                : RunCommands.Of(context.Platform.Stop(context.Project, file: null))
        )
        {
            Undo = context.Serves ? Restart(context, context.Current!.Id) : null,
            UndoTitle = context.Serves
                ? $"start them as release {context.Current!.Id} has them"
                : "none: they belong to no release of this state folder, or did not run",
        };

    /// <summary>What removes the containers of a release.</summary>
    public static RunCommands Remove(PlanContext context, ReleaseId release) =>
        RunCommands.Of(context.Platform.Stop(context.Project, context.Paths.Compose(context.Environment, release)));

    /// <summary>What starts services of a recorded release; all of them where none is named.</summary>
    public static RunCommands Restart(PlanContext context, ReleaseId release, params IEnumerable<string> services) =>
        RunCommands.Of(
            context.Platform.Start(
                context.Project,
                context.Paths.Compose(context.Environment, release),
                context.HealthTimeout,
                services
            )
        );
}
