using Slipway.Core.Stack;

namespace Slipway.Core.Validation.Hosts;

/// <summary>Where what an environment asks of the host was written: in the env file, or in the definition.</summary>
internal static class Origins
{
    /// <summary>The place of a domain of a route.</summary>
    public static SourcePosition OfDomain(StackFacts facts, EnvironmentName environmentName, string domain)
    {
        if (facts.Environments.FirstOrDefault(candidate => candidate.Name == environmentName) is not { } environment)
            return SourcePosition.Host;
        var routes = environment.Definition.Routes;
        var index = Enumerable
            .Range(0, routes.Length)
            .FirstOrDefault(index => routes[index].Domain.Equals(domain, StringComparison.OrdinalIgnoreCase), -1);
        if (index < 0)
            return SourcePosition.Host;
        return environment.OriginOf(
            OfKey(facts, environmentName, "routes", $"[{index}]", "domain"),
            Written(facts, environmentName)?.Routes.ElementAtOrDefault(index)?.Domain,
            routes[index].Domain
        );
    }

    /// <summary>The place of the folder of certificates that hold this file.</summary>
    public static SourcePosition OfCertificate(StackFacts facts, EnvironmentName environmentName, string name)
    {
        if (facts.Environments.FirstOrDefault(candidate => candidate.Name == environmentName) is not { } environment)
            return SourcePosition.Host;
        var certificates = environment.Definition.Certificates;
        var index = Enumerable
            .Range(0, certificates.Length)
            .FirstOrDefault(index => name.StartsWith(certificates[index].Name + " ", StringComparison.Ordinal), -1);
        if (index < 0)
            return SourcePosition.Host;
        return environment.OriginOf(
            OfKey(facts, environmentName, "certificates", $"[{index}]", "directory"),
            Written(facts, environmentName)?.Certificates.ElementAtOrDefault(index)?.Directory,
            certificates[index].Directory
        );
    }

    private static EnvironmentDefinition? Written(StackFacts facts, EnvironmentName environment) => facts.Stack.Find(environment);

    // What an environment does not say itself stands among the defaults.
    private static SourcePosition OfKey(StackFacts facts, EnvironmentName environment, params string[] path) =>
        facts.Definition.Find(["environments", environment.ToString(), path[0]]) is null
            ? facts.PlaceOf(["defaults", .. path])
            : facts.PlaceOf(["environments", environment.ToString(), .. path]);
}
