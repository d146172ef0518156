using Slipway.Core.Stack;

namespace Slipway.Core.Compose;

/// <summary>Finds the container that runs the edge.</summary>
public static class EdgeContainer
{
    /// <summary>
    /// The edge's own container among those of its project, a healthy one where there is one, then one that runs; null where there is
    /// none. Whoever needs one that answers asks it for <see cref="IComposeContainer.IsHealthy"/>.
    /// </summary>
    public static T? Among<T>(IEnumerable<T> containers, EdgeDefinition edge)
        where T : class, IComposeContainer =>
        containers
            .Where(container => container.Service == edge.Service && !container.IsOneOff)
            .OrderByDescending(container => container.IsHealthy)
            .ThenByDescending(container => container.IsRunning)
            .FirstOrDefault();
}
