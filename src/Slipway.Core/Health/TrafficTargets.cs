using System.Collections.Immutable;
using Slipway.Core.Stack;

namespace Slipway.Core.Health;

/// <summary>Chooses what is asked of an environment while a run works.</summary>
public static class TrafficTargets
{
    /// <summary>
    /// An address for each public route, its health path where it has one and otherwise the beginning of its path, and one WebSocket
    /// where a route has an address for it. A domain with a wildcard names no host that could be asked.
    /// </summary>
    /// <param name="environment">The environment, with every reference filled in.</param>
    /// <param name="httpsPort">The edge's port for HTTPS on this host.</param>
    public static ImmutableArray<TrafficTarget> Of(EnvironmentDefinition environment, int httpsPort)
    {
        var routes = environment.Routes.Where(route => !route.Domain.StartsWith('*')).ToImmutableArray();
        return
        [
            .. routes
                .Select(route =>
                    Target("https", route.Domain, route.Health ?? route.Path.Split('*')[0]) with
                    {
                        Expects200 = route.Health is not null && route.Expect.Status == 200,
                    }
                )
                .Distinct(),
            .. routes.Where(route => route.WebSocket is not null).Take(1).Select(route => Target("wss", route.Domain, route.WebSocket!)),
        ];

        TrafficTarget Target(string scheme, string domain, string path) =>
            new(environment.Name, $"{scheme}://{domain}{(httpsPort == 443 ? "" : $":{httpsPort}")}{path}", httpsPort)
            {
                User = environment.Access?.User,
                Password = environment.Access?.Password,
            };
    }
}
