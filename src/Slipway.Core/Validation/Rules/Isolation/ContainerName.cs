using Slipway.Core.Compose;
using Slipway.Core.Text;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Fixed container names that more than one project has.</summary>
public sealed class ContainerName : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/container-name";

    /// <inheritdoc />
    public override string Reason => "A host has one container of a name: starting the second one fails, or takes the first one's place.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = Named(one).Select(service => service.ContainerName!).ToHashSet(StringComparer.Ordinal);
            foreach (
                var found in Named(other)
                    .Where(service => theirs.Contains(service.ContainerName!))
                    .GroupBy(service => Place(other, service))
            )
            {
                var names = Listed(found.Select(service => service.ContainerName!));
                yield return Found(
                    found.Key,
                    $"{other.Name} names {Count.Noun(found.Count(), "a container", "containers")} {names}, and so does {one.Name}",
                    $"give each environment names of its own, for example container_name: {other.Project}-{found.First().Name}",
                    one.Name,
                    other.Name);
            }
        }

        var projects = facts.ProjectNames;
        foreach (var environment in facts.Environments)
        {
            foreach (var service in Named(environment))
            {
                if (
                    facts.Host.Containers.FirstOrDefault(container =>
                        container.Name == service.ContainerName && !projects.Contains(container.Project)
                    )
                    is not { } stranger
                )
                    continue;
                yield return Found(
                    Place(environment, service),
                    $"{environment.Name} names a container {stranger.Name}, and "
                    + $"{(stranger.Project.Length > 0 ? $"the project {stranger.Project}" : "a container of no project")} has that name "
                    + "on this host",
                    $"container_name: {environment.Project}-{service.Name}",
                    environment.Name);
            }
        }
    }

    private static IEnumerable<ComposeService> Named(EnvironmentFacts environment) =>
        environment.Services.Where(service => service.ContainerName is not null);

    private static SourcePosition Place(EnvironmentFacts environment, ComposeService service) =>
        environment.OriginOf("services", service.Name, "container_name");
}
