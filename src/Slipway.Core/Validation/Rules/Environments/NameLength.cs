using System.Collections.Immutable;
using System.Text;

namespace Slipway.Core.Validation.Rules.Environments;

/// <summary>Names that are longer than what they are handed on to takes.</summary>
public sealed class NameLength : Rule
{
    // A part of a name in DNS, and the whole of it: RFC 1035, 2.3.4.
    private const int LongestLabel = 63;
    private const int LongestDomain = 253;

    // https://github.com/distribution/reference
    private const int LongestTag = 128;

    // The server cuts a longer one: https://www.postgresql.org/docs/current/limits.html
    private const int LongestSqlName = 63;

    /// <inheritdoc />
    public override string Id => "environment/name-length";

    /// <inheritdoc />
    public override string Reason =>
        "Compose takes names of any length; DNS, Docker and PostgreSQL do not, and nobody finds a container whose name they cannot hold.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from project in facts.Projects
        from name in OfServices(project).Concat(OfDefinition(facts, project))
        where name.Length > name.Most
        group project by name into found
        select Found(
            found.Key.Place,
            $"{found.Key.What} has {found.Key.Length} {found.Key.Unit}",
            $"at most {found.Key.Most}",
            facts.EnvironmentsOf(found)
        ) with
        {
            Severity = found.Key.IsFatal ? Severity.Error : Severity.Warning,
        };

    private static IEnumerable<Name> OfServices(EnvironmentFacts project)
    {
        foreach (var service in project.Services)
        {
            ImmutableArray<string> path = ["services", service.Name];
            var isRouted = project.Definition.Routes.Any(route => route.Services.Contains(service.Name));
            // The edge finds a routed service by its name; of another one it is known only once somebody asks for it.
            yield return Name.Label(project.PlaceOf(path), $"the service {service.Name}", service.Name, isRouted);
            if (service.ContainerName is { } container)
                yield return Name.Label(project.OriginOf([.. path, "container_name"]), $"the container name {container}", container, false);
            if ((string?)service.Json["hostname"] is { } host)
                yield return Name.Label(project.OriginOf([.. path, "hostname"]), $"the host name {host}", host, true);
            foreach (var network in service.JoinedNetworks)
            {
                var place = project.PlaceOf([.. path, "networks", network.Key, "aliases"]);
                foreach (var alias in network.Aliases) yield return Name.Label(place, $"the alias {alias}", alias, false);
            }

            if (service.Image is { } image && Tag(image) is { Length: > LongestTag } tag)
                yield return new Name(project.OriginOf([.. path, "image"]), $"the tag of {service.Name}'s image", tag.Length, LongestTag);
        }
    }

    private static IEnumerable<Name> OfDefinition(StackFacts facts, EnvironmentFacts project)
    {
        var definition = project.Definition;
        ImmutableArray<string> path = ["environments", project.Name.ToString()];
        // It is a part of the name under which the edge finds the services.
        yield return Name.Label(facts.PlaceOf([.. path, "project"]), $"the project {project.Project}", project.Project, true);
        var written = facts.Stack.Find(project.Name);
        foreach (var (route, index) in definition.Routes.Select((route, index) => (route, index)))
        {
            var place = project.OriginOf(
                facts.PlaceOf([.. path, "routes", $"[{index}]", "domain"]),
                written?.Routes[index].Domain,
                route.Domain
            );
            yield return new Name(place, $"the domain {route.Domain}", route.Domain.Length, LongestDomain);
            foreach (var label in route.Domain.Split('.')) yield return Name.Label(place, $"the part {label} of a domain", label, true);
        }

        if (definition.Database is not { } database) yield break;
        foreach (var (key, text, value) in new[]
        {
            ("name", written?.Database?.Name, database.Name),
            ("user", written?.Database?.User, database.User),
        })
        {
            yield return new Name(
                project.OriginOf(facts.PlaceOf([.. path, "database", key]), text, value),
                $"the database's {key} {value}",
                Encoding.UTF8.GetByteCount(value),
                LongestSqlName
            )
            {
                Unit = "bytes",
            };
        }
    }

    // A colon before the last slash is that of the registry's port.
    private static string Tag(string image)
    {
        var name = image.Split('@')[0];
        return name.LastIndexOf(':') is var colon and > 0 && colon > name.LastIndexOf('/') ? name[(colon + 1)..] : "";
    }

    private sealed record Name(SourcePosition Place, string What, int Length, int Most)
    {
        public string Unit { get; init; } = "characters";

        public bool IsFatal { get; init; } = true;

        public static Name Label(SourcePosition place, string what, string name, bool isFatal) =>
            new(place, what, name.Length, LongestLabel) { IsFatal = isFatal };
    }
}
