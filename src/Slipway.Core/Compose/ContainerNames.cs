using Slipway.Core.Stack;

namespace Slipway.Core.Compose;

/// <summary>The names that Compose gives to containers.</summary>
public static class ContainerNames
{
    /// <summary>The first container of a service.</summary>
    /// <param name="project">The Compose project.</param>
    /// <param name="service">The service.</param>
    /// <param name="given">Its <c>container_name</c>, or null.</param>
    /// <remarks>https://docs.docker.com/reference/compose-file/services/#container_name</remarks>
    public static string Of(string project, string service, string? given) => given ?? $"{project}-{service}-1";

    /// <summary>The container that runs a command of a service once.</summary>
    public static string OfRun(string project, string service, string purpose) => $"{project}-{service}-{purpose}";

    /// <summary>The edge's container, as the Compose file of the edge names it.</summary>
    public static string OfEdge(EdgeDefinition edge) => $"{edge.Compose.Project}-{edge.Service}";
}
