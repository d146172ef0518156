using System.Collections.Immutable;
using Slipway.Core.Health;
using Slipway.Core.Stack;

namespace Slipway.Engine.Ports;

/// <summary>Visits environments through the edge on this host while something is done to them.</summary>
public interface ITrafficProbe
{
    /// <summary>
    /// Begins to ask each address again and again over a connection that is kept, and to hold the WebSockets, until the meter is disposed
    /// of. Only one request of an address is under way at a time: one that is held shows as a gap.
    /// </summary>
    ITrafficMeter Measure(ImmutableArray<TrafficTarget> targets);
}

/// <summary>Measures the requests and WebSockets that are under way.</summary>
public interface ITrafficMeter : IAsyncDisposable
{
    /// <summary>Marks the moment from which on services are touched. Only the first time counts.</summary>
    void Touch();

    /// <summary>
    /// Closes the WebSockets that are held to an environment and opens them anew, since what they lead to is about to go. None of them
    /// counts as dropped.
    /// </summary>
    void Reopen(EnvironmentName environment);

    /// <summary>Begins no more requests, and waits until those under way have ended.</summary>
    Task EndAsync();

    /// <summary>The figures up to now, by environment, in the order of the targets.</summary>
    ImmutableArray<TrafficFigures> Read();
}
