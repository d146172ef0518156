using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Volumes without a name.</summary>
public sealed class AnonymousVolume : Rule
{
    /// <inheritdoc />
    public override string Id => "environment/anonymous-volume";

    /// <inheritdoc />
    public override Severity Severity => Severity.Warning;

    /// <inheritdoc />
    public override string Reason =>
        "A volume without a name belongs to one container: a replacement in place takes it over, but after Down, or under another name of "
        + "the service, the next container has an empty one, and the old files are found by hand alone.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from project in facts.Projects
        from service in project.Services
        from mount in service.Mounts
        where mount.Kind == MountKind.AnonymousVolume
        group (Project: project, service.Name, mount.Target) by project.OriginOf(service, mount) into found
        let first = found.First()
        select Found(
            found.Key,
            $"{first.Target} of {Listed(found.Select(one => one.Name))} in {Listed(found.Select(one => one.Project.Name))} "
            + "is a volume without a name, which is lost from sight with its container",
            $"services:\n  {first.Name}:\n    volumes: [\"{first.Name}-data:{first.Target}\"]\nvolumes:\n  {first.Name}-data: {{}}\n"
            + $"(where nothing has to stay: tmpfs: [\"{first.Target}\"])",
            facts.EnvironmentsOf(found.Select(one => one.Project)));
}
