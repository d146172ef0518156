using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Compose;

namespace Slipway.Core.Validation;

/// <summary>Names of hosts in values that people write: addresses, connection strings, bare names.</summary>
internal static partial class HostNames
{
    /// <summary>
    /// The names in a text that could be those of hosts, in lower case. What stands after an <c>@</c> outside an address is the domain of a
    /// mailbox, and points nowhere.
    /// </summary>
    public static IEnumerable<string> In(string text) => Name().Matches(text)
        .Where(match => match.Index == 0 || text[match.Index - 1] != '@' || text[..match.Index].Contains("://", StringComparison.Ordinal))
        .Select(match => match.Value.ToLowerInvariant());

    /// <summary>
    /// The names in a text that stand where an address has its host: after <c>://</c>, a user and <c>@</c>, or before <c>:port</c>.
    /// </summary>
    public static IEnumerable<string> Called(string text) =>
        Address().Matches(text).Select(match => match.Groups["host"].Value.ToLowerInvariant());

    /// <summary>Whether a variable's name says that its value is a host.</summary>
    public static bool IsHostKey(string key) => HostKey().IsMatch(key);

    /// <summary>
    /// The names by which other containers find an environment's containers from anywhere: the containers' own. They carry the environment.
    /// </summary>
    public static ImmutableHashSet<string> Containers(EnvironmentFacts environment) =>
        [
            .. environment.Services.Select(service =>
                ContainerNames.Of(environment.Project, service.Name, service.ContainerName).ToLowerInvariant()
            ),
        ];

    /// <summary>The environment's public domains.</summary>
    public static ImmutableHashSet<string> Domains(EnvironmentFacts environment) =>
        [
            .. environment
                .Definition.Routes.Select(route => route.Domain)
                .Concat(Called(environment.Definition.Url))
                .Select(domain => domain.ToLowerInvariant()),
        ];

    [GeneratedRegex("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")]
    private static partial Regex Name();

    [GeneratedRegex(
        @"(?:://(?:[^/@\s]*@)?|(?<![A-Za-z0-9._:/-])(?=[A-Za-z0-9._-]+:[0-9]{1,5}(?![0-9.:])))"
        + "(?<host>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"
    )]
    private static partial Regex Address();

    [GeneratedRegex("(?:HOST|HOSTNAME|SERVER|SERVERS|ADDR|ADDRESS|ENDPOINT|UPSTREAM|BROKER)\\z", RegexOptions.IgnoreCase)]
    private static partial Regex HostKey();
}
