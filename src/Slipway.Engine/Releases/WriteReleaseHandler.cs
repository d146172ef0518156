using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;

namespace Slipway.Engine.Releases;

/// <summary>Looks up the images' ids and records the release: its rendered Compose file and its manifest.</summary>
public sealed class WriteReleaseHandler : ActionHandler<WriteRelease>
{
    /// <inheritdoc />
    protected override async Task<StepEvidence> RunAsync(WriteRelease action, StepContext step)
    {
        var ids = await ImageIdsAsync(action, step);
        foreach (var copy in action.Copies) await KeepAsync(copy, step);
        var current = step.Store.ReadCurrent() is { } now ? step.Store.ReadCompose(now) : null;
        var manifest = await ManifestAsync(action, ids, step);
        step.Store.Write(
            manifest,
            ReleaseRendering.Compose(
                step.Desired.Compose,
                action.Release,
                action.Services,
                step.Desired.Stack.Edge.Network,
                current,
                step.Desired.Copies
            )
        );
        var built = manifest.Services.Where(service => service.Value.Build is not null);
        return string.Join(", ", built.Select(service => $"{service.Key} {service.Value.ShortImageId}"));
    }

    /// <summary>
    /// Keeps a copy as a container is to see it: with the source's owner, as far as this user may give files away, mode and labels. The
    /// folder above is closed to others; the engine mounts out of it all the same.
    /// </summary>
    private static async Task KeepAsync(KeptCopy copy, StepContext step)
    {
        var files = step.Host.Files;
        if ((await files.ReadTreeAsync(copy.Path, step.Cancellation)).Fingerprint == copy.Fingerprint) return;
        var folder = Path.GetDirectoryName(copy.Path)!;
        var unfinished = $"{folder}/new";
        files.CreateFolder(folder);
        Remove(unfinished);
        await step.RunAsync(Command.Of("cp", "-a", "--", copy.Source, unfinished));
        // What a release is made of is on disk before the release is recorded.
        await step.RunAsync(Command.Of("sync", "-f", unfinished));
        if ((await files.ReadTreeAsync(unfinished, step.Cancellation)).Fingerprint != copy.Fingerprint)
        {
            Remove(unfinished);
            throw new StepFailedException($"the mounted {copy.Name} is not what it was when the plan was made.")
            {
                Remedy = $"run {step.Plan.Intent.Target} again, which makes a new plan.",
            };
        }

        Remove(copy.Path);
        files.Move(unfinished, copy.Path);

        void Remove(string path)
        {
            if (files.FolderExists(path)) files.DeleteFolder(path);
            else files.Delete(path);
        }
    }

    private static async Task<ImmutableSortedDictionary<string, string>> ImageIdsAsync(WriteRelease action, StepContext step)
    {
        var images = action.Services.Select(service => service.Image).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var ids = await step.Docker.ImageIdsAsync(images, step.Cancellation);
        ImmutableArray<string> lacking = [.. images.Where(image => !ids.ContainsKey(image))];
        return lacking.IsEmpty
            ? ids
            : throw new StepFailedException($"the engine has no image {string.Join(", ", lacking)} although it was built or pulled.");
    }

    private static async Task<ReleaseManifest> ManifestAsync(
        WriteRelease action,
        ImmutableSortedDictionary<string, string> ids,
        StepContext step
    )
    {
        var (desired, plan) = (step.Desired, step.Plan);
        var promoted = plan.Intent.Kind == IntentKind.Promote
            ? new ReleaseStore(step.Host.Files, step.Paths, plan.Intent.From!.Value).ReadCurrent()!
            : null;
        return new ReleaseManifest
        {
            Id = action.Release,
            Environment = desired.Environment.Name,
            CreatedUtc = step.Host.Clock.GetUtcNow(),
            By = step.Host.Operator,
            Source = promoted?.Source ?? await SourceAsync(action.Release, step),
            Fingerprint = action.Fingerprint,
            EnvFileFingerprint = desired.EnvFileFingerprint,
            EnvVersion = action.EnvVersions is not null ? step.Store.EnvVersions.Keep(step.Loaded.Env.Text.Reveal()) : null,
            Services = action.Services.ToImmutableSortedDictionary(
                service => service.Name,
                service => ServiceOf(service, ids),
                StringComparer.Ordinal
            ),
            Volumes = [.. desired.Compose.Volumes],
            Folders = [.. desired.Compose.Folders],
            Sites = desired.Sites.ToImmutableSortedDictionary(site => site.Path, site => site.Text!.Reveal(), StringComparer.Ordinal),
            Routes = [.. desired.Environment.Routes.Select(ReleaseRoute.Of)],
            Access = desired.EdgeFiles.FirstOrDefault(file => file.User is not null) is { } users
                ? new ReleaseAccess(users.Path, users.User!, users.Fingerprint)
                : null,
            PromotedFrom = promoted?.Id,
            PromotedFromEnvironment = promoted?.Environment,
            // The one that was taken before; a plan may have another one later.
            Backup = plan
                .Steps.TakeWhile(candidate => candidate.Action != action)
                .Select(candidate => (candidate.Action as DumpDatabase)?.BackupId)
                .LastOrDefault(id => id is not null),
        };
    }

    private static ReleaseService ServiceOf(PlannedService service, ImmutableSortedDictionary<string, string> ids) =>
        new()
        {
            Image = service.Image,
            ImageId = ids[service.Image],
            Specification = service.Specification,
            Build = service.Build,
            IsBuildAsSeen = service.IsBuildAsSeen,
            BuildSection = service.BuildSection,
            Files = service.Files,
            Since = service.Since,
            Upstream = service.Upstream,
            SupportsRolling = service.SupportsRolling,
        };

    /// <summary>The source of the images: kept in git, so that they can be built again with other arguments.</summary>
    private static async Task<SourceRevision> SourceAsync(ReleaseId release, StepContext step)
    {
        var desired = step.Desired;
        if (desired.Source.Commit is null) return desired.Source;
        var excluded = desired
            .Stack.Environments.Select(environment => environment.Compose.EnvFile)
            .OfType<string>()
            .Select(step.Location.Resolve)
            .Append(step.Paths.Root);
        var name = $"{desired.Stack.Name}/{desired.Environment.Name}/{release}";
        return desired.Source with
        {
            Snapshot = await step.Host.Source.SnapshotAsync(step.Location.Folder, name, excluded, step.Cancellation),
        };
    }
}
