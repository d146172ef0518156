using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Engine.Session;

/// <summary>Checks the names that a definition and its Compose files have to have in common.</summary>
internal static class ServiceNames
{
    /// <summary>Refuses a definition that names services which the Compose files do not have.</summary>
    /// <param name="model">The Compose files.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="file">The definition, for messages.</param>
    /// <exception cref="SlipwayException">It names some; every one of them is told.</exception>
    public static void Require(ComposeModel model, EnvironmentDefinition environment, string file)
    {
        var problems = Named(environment)
            .Where(pair => model.Find(pair.Service) is null)
            .Select(pair => new Problem(
                file,
                0,
                $"environments/{environment.Name}/{pair.Key}",
                $"the Compose files have no service {pair.Service}",
                string.Join(", ", model.Services.Select(candidate => candidate.Name))
            ))
            .ToImmutableArray();
        if (!problems.IsEmpty) throw SlipwayException.Of(problems);
    }

    /// <summary>The containers whose names may belong to another environment.</summary>
    public static ImmutableArray<Problem> ProblemsOf(ComposeModel model, EnvironmentDefinition environment)
    {
        var project = environment.Compose.Project;
        return
        [
            .. model
                .Services.Where(service => service.ContainerName is { } name && !name.StartsWith(project + "-", StringComparison.Ordinal))
                .Select(service => new Problem(
                    environment.Compose.Files[0],
                    0,
                    $"services/{service.Name}/container_name",
                    $"{service.ContainerName} does not begin with the project's name {project}",
                    $"{project}-{service.Name}: a name without it may belong to another environment"
                )),
        ];
    }

    private static IEnumerable<(string Service, string Key)> Named(EnvironmentDefinition environment)
    {
        foreach (var (route, index) in environment.Routes.Select((route, index) => (route, index)))
        {
            foreach (var service in route.Services) yield return (service, $"routes[{index}]/service");
        }

        foreach (var (service, index) in environment.Singletons.Select((service, index) => (service, index)))
            yield return (service, $"singleton[{index}]");
        if (environment.Database is { } database) yield return (database.Service, "database/service");
        foreach (var (guard, index) in environment.Guards.Select((guard, index) => (guard, index)))
            yield return (guard.Service, $"guards[{index}]/service");
        if (environment.Migrations is { } migrations) yield return (migrations.Service, "migrations/service");
    }
}
