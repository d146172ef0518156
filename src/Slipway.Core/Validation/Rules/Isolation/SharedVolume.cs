using Slipway.Core.Compose;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Docker volumes that services of two environments mount.</summary>
public sealed class SharedVolume : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-volume";

    /// <inheritdoc />
    public override string Reason =>
        "What one environment writes to a volume, the other one reads: two databases on one volume destroy each other.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = Volumes(one).ToLookup(use => use.Mount.Source, use => use.Service.Name);
            foreach (var volume in Volumes(other).Where(use => theirs.Contains(use.Mount.Source)).GroupBy(use => use.Mount.Source))
            {
                var key = volume.First().Mount.Key;
                yield return Found(
                    other.OriginOf("volumes", key, "name"),
                    $"{Listed(volume.Select(use => use.Service.Name))} of {other.Name} and {Listed(theirs[volume.Key])} of {one.Name} "
                    + $"mount the volume {volume.Key}",
                    $"let Compose name it after the project, without name: and external:\nvolumes:\n  {key}: {{}}",
                    one.Name,
                    other.Name) with { Shared = new SharedThing(SharedKind.Volume, volume.Key) };
            }
        }
    }

    private static IEnumerable<(ComposeService Service, ComposeMount Mount)> Volumes(EnvironmentFacts environment) =>
        environment.Services.SelectMany(service =>
            service.Mounts.Where(mount => mount.Kind == MountKind.Volume).Select(mount => (service, mount))
        );
}
