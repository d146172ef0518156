using Slipway.Core.Stack;

namespace Slipway.Core.Edge;

/// <summary>
/// Where the edge sends the requests of a route: a file of its state folder that holds one DNS name. Caddy reads it for each
/// request, so that another name in it is another release, without a reload.
/// </summary>
/// <param name="File">The file within the state folder, for example <c>upstreams/shop-dev-api</c>.</param>
/// <param name="Name">The DNS name; null where the file is not to be there.</param>
/// <remarks>Caddy's <c>{file.*}</c> placeholder: https://caddyserver.com/docs/conventions#placeholders</remarks>
public sealed record Upstream(string File, string? Name)
{
    /// <summary>The folder of these files within the state folder.</summary>
    public const string Folder = "upstreams";

    /// <summary>
    /// An address to which no connection is ever made, and is refused at once: while a file names it, Caddy keeps requests waiting
    /// and tries again, up to its <c>lb_try_duration</c>. Any other address could be the edge's own, or take its time to fail.
    /// </summary>
    public const string Nowhere = "255.255.255.255";

    /// <summary>The file of the routes to a service.</summary>
    /// <param name="project">The Compose project.</param>
    /// <param name="service">The service; of several instances the first one.</param>
    public static string FileOf(string project, string service) => $"{Folder}/{KeyOf(project, service)}";

    /// <summary>The name of that file, which site files have too.</summary>
    public static string KeyOf(string project, string service) => $"{project}-{service}";

    /// <summary>
    /// The name on the edge's network that only containers of one release of a service have. In parts with dots, since no part of a DNS
    /// name may be longer than 63 characters.
    /// </summary>
    public static string AliasOf(string project, string service, ReleaseId release) => $"{service}.{release}.{project}";
}
