namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Container names that do not say whose they are.</summary>
public sealed class ContainerName : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/container-name";

    /// <inheritdoc />
    public override string Reason =>
        "Container names are the host's, not the project's: "
        + "one without the project's name may be taken by another project, or be taken for its.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        // What two environments name alike is isolation/container-name.
        var named = facts
            .Projects.SelectMany(project =>
                project.Services.Select(service => (Project: project, Service: service, Name: service.ContainerName))
            )
            .Where(container => container.Name is not null)
            .GroupBy(container => container.Name)
            .Where(containers => containers.Count() == 1)
            .SelectMany(containers => containers)
            .Where(container => !container.Name!.StartsWith(container.Project.Project + "-", StringComparison.Ordinal));
        foreach (var found in named.GroupBy(container => container.Project.OriginOf("services", container.Service.Name, "container_name")))
        {
            var (place, project) = (found.Key, found.First().Project);
            yield return Found(
                place,
                $"{Listed(found.Select(container => $"{container.Service.Name} of {container.Project.Name} is named {container.Name}"))}, "
                + $"without {project.Project}- at the start",
                project.Sources.Files.Contains(place.File)
                    ? $"container_name: {project.Project}-{found.First().Service.Name}"
                    : $"{place.Path}={project.Project}",
                facts.EnvironmentsOf(found.Select(container => container.Project))
            );
        }
    }
}
