using System.Collections.Immutable;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Parts;

/// <summary>How the images of a release get to the host: pulled, taken from a promoted release, or built.</summary>
internal static class ImageSteps
{
    public static IEnumerable<Step> Of(PlanContext context, NextRelease release) =>
        [.. Pull(context, release), .. Tag(context, release), .. Build(context, release)];

    private static IEnumerable<Step> Pull(PlanContext context, NextRelease release)
    {
        var missing = release
            .Services.Where(service => service.Origin == ImageOrigin.Registry && service.ImageId is null)
            .Select(service => service.Image)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableArray();
        if (missing.IsEmpty)
            yield break;
        yield return new Step(
            "pull-images",
            Phase.BuildImages,
            $"Pull {string.Join(", ", missing)}",
            "not on this host yet",
            RunCommands.Of(missing.Select(context.Platform.Pull))
        )
        {
            UndoTitle = "none: the images stay",
        };
    }

    private static IEnumerable<Step> Tag(PlanContext context, NextRelease release)
    {
        var promoted = release
            .Services.Where(service => service.Origin == ImageOrigin.Promoted)
            .DistinctBy(service => service.Image)
            .ToImmutableArray();
        if (promoted.IsEmpty)
            yield break;
        var from = context.Intent.From;
        yield return new Step(
            "tag-images",
            Phase.BuildImages,
            $"Tag {from}'s images for {context.Environment}",
            $"release {context.Observed.Promoted!.Id} of {from} runs them",
            RunCommands.Of(promoted.Select(service => context.Platform.Tag(service.ImageId!, service.Image)))
        )
        {
            UndoTitle = "none: the tags stay",
        };
    }

    private static IEnumerable<Step> Build(PlanContext context, NextRelease release)
    {
        var images = release
            .Services.Where(service => service.BuiltBy == service.Name)
            .ToImmutableSortedDictionary(service => service.Name, service => service.Image, StringComparer.Ordinal);
        if (images.IsEmpty)
            yield break;
        var folder = context.Paths.Release(context.Environment, release.Id);
        var file = $"{folder}/build.json";
        yield return new Step(
            "build-images",
            Phase.BuildImages,
            $"Build {string.Join(", ", images.Keys)}",
            context.Intent.Rebuilds ? "asked for, with the newest images that theirs begin with"
            : context.Intent.Kind == IntentKind.Promote
                ? "their build arguments differ between the environments; "
                    + $"the source is that of {context.Intent.From}'s release {context.Observed.Promoted!.Id}"
                : "no release has an image of this source",
            new BuildImages(
                images,
                context.Intent.Kind == IntentKind.Promote ? PromotedSource(context, images.Keys, folder) : null,
                file,
                context.Platform.Build(context.Project, file, context.Intent.Rebuilds, images.Keys)
            )
            {
                Bases = Bases(context, release, images),
            }
        )
        {
            UndoTitle = "none: the images stay, unused",
        };
    }

    // A base that an equal build of another service makes is that one's; any other is on the host under the name that its release gave it.
    private static ImmutableSortedDictionary<string, string> Bases(
        PlanContext context,
        NextRelease release,
        ImmutableSortedDictionary<string, string> images
    ) =>
        (
            from service in images.Keys
            from name in context.Desired.Compose.Find(service)?.Build?.Lower ?? []
            where !images.ContainsKey(name)
            let planned = release.Services.FirstOrDefault(planned => planned.Name == name)
            where planned is not null
            select KeyValuePair.Create(name, planned.BuiltBy is { } owner ? $"service:{owner}" : $"docker-image://{planned.Image}")
        )
            .DistinctBy(pair => pair.Key)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static SourceExport PromotedSource(PlanContext context, IEnumerable<string> services, string folder)
    {
        var promoted = context.Observed.Promoted!;
        var from = context.Intent.From;
        var snapshot = promoted.Source.Snapshot
            ?? throw context.Refused(
                $"{string.Join(", ", services)} cannot be rebuilt for {context.Environment}.",
                $"build arguments differ from {from}'s, and its release {promoted.Id} was built outside git, so its source is not kept.",
                "build from a git repository, or make the build arguments equal."
            );
        return new SourceExport(snapshot, $"{folder}/source");
    }
}
