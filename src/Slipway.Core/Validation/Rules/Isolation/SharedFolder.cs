using Slipway.Core.Compose;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Folders of the host that both environments mount, or that lie in each other, where at least one of the two may write.</summary>
public sealed class SharedFolder : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-folder";

    /// <inheritdoc />
    public override string Reason => "What one environment writes to a folder of the host, the other one reads, serves or overwrites.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var shared =
                from mine in Folders(other)
                from theirs in Folders(one)
                where RelativePath.Overlap(mine.Mount.Source, theirs.Mount.Source) && !(mine.Mount.IsReadOnly && theirs.Mount.IsReadOnly)
                group (mine, theirs) by other.OriginOf(mine.Service, mine.Mount);
            foreach (var found in shared)
            {
                var (mine, theirs) = found.First();
                yield return Found(
                    found.Key,
                    $"{Listed(found.Select(pair => pair.mine.Service.Name))} of {other.Name} "
                    + $"{(found.Any(pair => !pair.mine.Mount.IsReadOnly) ? "may write to" : "mounts")} {mine.Mount.Source}, and "
                    + $"{Listed(found.Select(pair => pair.theirs.Service.Name))} of {one.Name} "
                    + $"{(found.Any(pair => !pair.theirs.Mount.IsReadOnly) ? "may write to" : "mounts")} "
                    + (mine.Mount.Source == theirs.Mount.Source ? "it too" : theirs.Mount.Source),
                    $"give {other.Name} a folder of its own that does not lie in the other one",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Folder, mine.Mount.Source) };
            }
        }
    }

    private static IEnumerable<(ComposeService Service, ComposeMount Mount)> Folders(EnvironmentFacts environment) =>
        environment.Services.SelectMany(service => service.Mounts
            .Where(mount => mount.Kind == MountKind.Folder && !DockerSocket.Is(mount))
            .Select(mount => (service, mount with { Source = RelativePath.WithoutDots(mount.Source) })));
}
