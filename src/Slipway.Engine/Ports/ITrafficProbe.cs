using System.Collections.Immutable;
using Slipway.Core.Health;

namespace Slipway.Engine.Ports;

/// <summary>Visits environments through the edge on this host while something is done to them.</summary>
public interface ITrafficProbe
{
    /// <summary>
    /// Begins to ask each address again and again over a connection that is kept, and to hold the WebSockets, until the watch is disposed
    /// of. Only one request of an address is under way at a time: one that is held shows as a gap.
    /// </summary>
    ITrafficWatch Watch(ImmutableArray<TrafficTarget> targets);
}

/// <summary>Visits that are under way.</summary>
public interface ITrafficWatch : IAsyncDisposable
{
    /// <summary>Says that from now on services are touched. Only the first time counts.</summary>
    void Touch();

    /// <summary>
    /// Closes the WebSockets that are held to an environment and opens them anew, since what they lead to is about to go. None of them
    /// counts as dropped.
    /// </summary>
    void Reopen(string environment);

    /// <summary>The figures up to now, by environment, in the order of the targets.</summary>
    ImmutableArray<TrafficFigures> Read();
}
