namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Domains that the edge would send to two environments.</summary>
public sealed class SharedDomain : Rule
{
    /// <inheritdoc />
    public override string Id => "isolation/shared-domain";

    /// <inheritdoc />
    public override string Reason => "The edge can send a request for a domain to one environment only.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts)
    {
        foreach (var (one, other) in facts.Pairs)
        {
            var theirs = one.Definition.Routes.Select(route => (route.Domain, route.Path)).ToHashSet();
            var written = facts.Stack.Find(other.Name)!.Routes;
            var places = other
                .Definition.Routes.Zip(written)
                .Select(
                    (pair, index) =>
                        (
                            Route: pair.First,
                            Written: pair.Second.Domain,
                            Place: facts.PlaceOf("environments", other.Name.ToString(), "routes", $"[{index}]", "domain")
                        )
                )
                .Where(route => theirs.Contains((route.Route.Domain, route.Route.Path)))
                .Select(route => (Origin(other, route.Place, route.Written, route.Route.Domain), route.Route.Domain))
                .DistinctBy(found => (found.Item1.File, found.Item1.Line));
            foreach (var (place, domain) in places)
            {
                yield return Found(
                    place,
                    $"{domain} is a domain of {one.Name} and of {other.Name}",
                    $"give {other.Name} a domain of its own, for example dev.{domain}",
                    one.Name,
                    other.Name
                );
            }
        }
    }

    // The key that the definition asks for is to be another one, not what that is put together of: the domain above it may be both's.
    private static SourcePosition Origin(EnvironmentFacts environment, SourcePosition place, string written, string domain) =>
        written is ['$', '{', .. var key, '}'] && environment.Env.File.Values.ContainsKey(key)
            ? environment.PlaceOfKey(key)
            : environment.OriginOf(place, written, domain);
}
