using System.Collections.Immutable;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Text;
using Slipway.Core.Validation.Hosts;

namespace Slipway.Core.Validation.Rules.Hosts;

/// <summary>There is room on the disks for a deployment.</summary>
public sealed class DiskRoom : HostRule
{
    private const long Billion = 1_000_000_000;
    private const long Least = Billion;
    private const long Comfortable = 5 * Billion;

    /// <inheritdoc />
    public override string Id => "host/disk";

    /// <inheritdoc />
    public override int Position => 4;

    /// <inheritdoc />
    public override string Reason =>
        "A disk that fills up stops the databases of both environments, not only the deployment that filled it.";

    /// <inheritdoc />
    public override IEnumerable<HostCheck> Look(StackFacts facts)
    {
        var places = new[]
        {
            (What: "images and volumes", facts.Host.EngineSpace, Needs: facts.Host.EngineNeeds),
            (What: "the state", facts.Host.StateSpace, Needs: facts.Host.StateNeeds),
        };
        foreach (var unknown in places.Where(place => place.Item2 is null))
            yield return new HostCheck($"disk of {unknown.What}", CheckStatus.Unknown, "its room could not be found out");
        foreach (var disk in places.Where(place => place.Item2 is not null).GroupBy(place => place.Item2!.Mount))
        {
            yield return Look(
                disk.First().Item2!,
                string.Join(" and for ", disk.Select(place => place.What)),
                [.. disk.SelectMany(place => place.Needs)]
            );
        }
    }

    private static HostCheck Look(FileSystemSpace space, string what, ImmutableArray<DiskNeed> needs)
    {
        var needed = needs.Sum(need => need.Bytes ?? 0);
        var room = $"{Bytes.Text(space.FreeBytes)} free for {what}";
        var parts = needs.Select(need => $"{need.What} {(need.Bytes is { } bytes ? Bytes.Text(bytes) : "unknown")}");
        var detail = needed == 0 ? room : $"{room}; a deployment needs about {Bytes.Text(needed)} ({string.Join(", ", parts)})";
        var status =
            space.FreeBytes < (needed > 0 ? needed : Least) ? CheckStatus.Fail
            : space.FreeBytes < Comfortable ? CheckStatus.Warn
            : CheckStatus.Pass;
        return new HostCheck($"disk {space.Mount}", status, detail)
        {
            Fix =
                status == CheckStatus.Pass
                    ? ""
                    : "docker system df shows what takes the room; docker image prune and docker builder prune give back what nothing uses",
        };
    }
}
