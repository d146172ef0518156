using System.Collections.Immutable;

namespace Slipway.Core.Observed;

/// <summary>Reads out of a project's events how long its services were down.</summary>
public static class DowntimeTimes
{
    /// <summary>
    /// Seconds by service, for those that were stopped and came back: from the moment that a container was told to stop, since a
    /// server takes no more requests from then on, to the first good health check after the last one had ended; where the
    /// service has no health check, to the start. A service that did not come back is left out.
    /// </summary>
    public static ImmutableSortedDictionary<string, double> Of(IEnumerable<ContainerEvent> events) =>
        events.Where(@event => !@event.IsOneOff)
            .GroupBy(@event => @event.Service, StringComparer.Ordinal)
            .Select(group => (Service: group.Key, Seconds: OfService([.. group.OrderBy(@event => @event.AtUtc)])))
            .Where(pair => pair.Seconds is not null)
            .ToImmutableSortedDictionary(pair => pair.Service, pair => pair.Seconds!.Value, StringComparer.Ordinal);

    private static double? OfService(ImmutableArray<ContainerEvent> events)
    {
        if (events.LastOrDefault(@event => @event.Kind == ContainerEvent.Die) is not { } end)
            return null;
        var begin = events.First(@event =>
            @event.Kind == ContainerEvent.Die
            || (
                @event.IsStop
                && events.Any(later =>
                    later.Container == @event.Container && later.Kind == ContainerEvent.Die && later.AtUtc >= @event.AtUtc
                )
            )
        );
        var after = events.Where(@event => @event.AtUtc > end.AtUtc).ToImmutableArray();
        var back = after.FirstOrDefault(@event => @event.IsHealthy)
            ?? (after.Any(@event => @event.IsHealth) ? null : after.FirstOrDefault(@event => @event.Kind == ContainerEvent.Start));
        return back is null ? null : Math.Ceiling((back.AtUtc - begin.AtUtc).TotalSeconds * 10) / 10;
    }
}
