using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Postgres;
using Slipway.Core.Releases;

namespace Slipway.Core.Planning.Parts;

/// <summary>How a release proves that it answers, at once and for a while.</summary>
internal static class HealthSteps
{
    /// <param name="context">The context.</param>
    /// <param name="release">The recorded release whose services are checked; null for the wanted ones.</param>
    public static Step Check(PlanContext context, ReleaseManifest? release = null) =>
        new(
            "check-health",
            Phase.HealthCheck,
            "Check services and routes",
            "a release counts only once it answers",
            new CheckHealth(
                context.Project,
                [
                    .. (release?.Services.Keys ?? context.Desired.Compose.Services.Select(service => service.Name)).Where(name =>
                        context.Desired.Compose.Find(name) is not { Replicas: 0 } && !context.Desired.Compose.IsJob(name)
                    ),
                ],
                Probes(context),
                context.HealthTimeout
            )
            {
                GoodInARow = context.Desired.Environment.Health.GoodInARow,
                Database = release is null ? Question(context) : null,
            }
        );

    private static DatabaseQuestion? Question(PlanContext context)
    {
        if (context.Desired.Environment.Database is not { InSharedProject: false } database) return null;
        var given = context.Desired.Compose.Find(database.Service)?.ContainerName;
        var container = context.Observed.Of(database.Service).FirstOrDefault(candidate => candidate.IsHealthy)?.Name
            ?? context.Platform.ContainerOf(context.Project, database.Service, given);
        var command = PostgresCommands.Size(container, database.User, database.Name, context.Platform);
        return new DatabaseQuestion(database.Name, database.Service, command);
    }

    /// <summary>What becomes healthy may still fail under the first real requests.</summary>
    public static IEnumerable<Step> Soak(PlanContext context)
    {
        var environment = context.Desired.Environment;
        var health = environment.Health;
        if (health.Soak == TimeSpan.Zero)
            yield break;
        var edge = context.Platform.ContainerOfEdge(context.Desired.Stack.Edge, context.Observed.EdgeContainers);
        yield return new Step(
            "watch-soak",
            Phase.HealthCheck,
            $"Soak: watch the release for {health.Soak.TotalSeconds:0} s",
            "a healthy release may still fail under real requests",
            new WatchSoak(
                context.Project,
                edge,
                [.. environment.Routes.Select(route => route.Domain).Distinct(StringComparer.OrdinalIgnoreCase)],
                Probes(context),
                health.Soak,
                new SoakLimits(health.MaxErrorPercent, health.MaxLatency)
            )
            {
                Metrics = CaddyCommands.Metrics(edge, context.Platform),
            }
        )
        {
            UndoTitle = GuardSteps.ChangesNothing,
        };
    }

    private static ImmutableArray<Probe> Probes(PlanContext context)
    {
        var (environment, port) = (context.Desired.Environment, context.Desired.HttpsPort);
        return
        [
            .. environment
                .Routes.Where(route => route.Health is not null)
                .Select(route => new Probe(
                    $"https://{route.Domain}{(port == 443 ? "" : $":{port}")}{route.Health}",
                    port,
                    environment.Access is not null
                )
                {
                    Expect = route.Expect,
                })
                .Distinct(),
        ];
    }
}
