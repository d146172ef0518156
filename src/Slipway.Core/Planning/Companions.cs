using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>
/// Services that are replaced because another one is: those that live in its container, and those that Compose starts again with it.
/// </summary>
internal static class Companions
{
    public static ImmutableArray<PlannedService> Of(DesiredState desired, IEnumerable<PlannedService> services, ReleaseId release)
    {
        var all = services.ToImmutableArray();
        while (true)
        {
            var replaced = all.Where(service => service.Change == ServiceChange.Replace)
                .Select(service => service.Name)
                .ToImmutableHashSet(StringComparer.Ordinal);
            var next = all.Select(service => With(desired.Compose.Find(service.Name)!, service, replaced, release)).ToImmutableArray();
            if (next.SequenceEqual(all)) return all;
            all = next;
        }
    }

    private static PlannedService With(
        ComposeService definition,
        PlannedService service,
        ImmutableHashSet<string> replaced,
        ReleaseId release
    )
    {
        if (service.Change != ServiceChange.Keep) return service;
        if (definition.LivesWith.FirstOrDefault(replaced.Contains) is { } host)
            return Replaced($"it lives in the container of {host}");
        return definition.RestartsWith.FirstOrDefault(replaced.Contains) is { } cause ? Replaced($"it restarts with {cause}") : service;

        PlannedService Replaced(string reason) => service with { Change = ServiceChange.Replace, Reason = reason, Since = release };
    }
}
