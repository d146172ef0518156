using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Engine.Ports;

namespace Slipway.Adapters.Http;

/// <summary>Visits through the edge of this host.</summary>
/// <param name="pace">From one request of an address to the next, where answers come sooner.</param>
/// <param name="patience">How long an answer may take.</param>
public sealed class TrafficProbe(TimeSpan pace, TimeSpan patience) : ITrafficProbe
{
    /// <summary>Creates visits of ten requests a second that wait for 40 s: longer than the edge holds a request, which is 30 s.</summary>
    public TrafficProbe()
        : this(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(40))
    {
    }

    /// <inheritdoc />
    public ITrafficMeter Measure(ImmutableArray<TrafficTarget> targets) => new TrafficMeter(targets, pace, patience);
}
