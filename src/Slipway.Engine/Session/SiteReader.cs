using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Problems;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Engine.Session;

/// <summary>A site file of the edge.</summary>
/// <param name="Name">The file, as the definition names it.</param>
/// <param name="Text">Its text as it is written.</param>
/// <param name="Filled">Its text with the placeholders filled in.</param>
public sealed record FilledSite(string Name, Secret Text, Secret Filled);

/// <summary>Reads the site files of an environment and fills in their placeholders.</summary>
internal sealed class SiteReader(StackSession session)
{
    /// <summary>The sites of an environment whose references are filled in.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="env">The env file's values; null where they are not known, and then it is seen only that the files are there.</param>
    /// <param name="problems">Where problems go.</param>
    public ImmutableArray<FilledSite> Read(
        EnvironmentDefinition environment,
        ImmutableSortedDictionary<string, string>? env,
        List<Problem> problems
    )
    {
        var access = session.Paths.UsersName(environment.Name);
        var values = env is null ? null : Values(access, environment, env);
        return [.. environment.Sites.Select(site => Read(site, environment, values, problems)).OfType<FilledSite>()];
    }

    private FilledSite? Read(
        string name,
        EnvironmentDefinition environment,
        ImmutableSortedDictionary<string, string>? values,
        List<Problem> problems
    )
    {
        if (session.Files.Require(name, $"environments/{environment.Name}/sites", problems) is not { } text || values is null) return null;
        var (filled, found) = SiteTemplate.Fill(name, text, values);
        problems.AddRange(found);
        return new FilledSite(name, text, filled);
    }

    /// <summary>
    /// What the placeholders of site files stand for: the env file's values, the Compose project, the file of users and the paths that need
    /// none, and for each routed service what the snippet <c>service</c> of the Caddyfile takes.
    /// </summary>
    private static ImmutableSortedDictionary<string, string> Values(
        string access,
        EnvironmentDefinition environment,
        ImmutableSortedDictionary<string, string> env
    ) =>
        environment.Routes.Aggregate(
            env.SetItem("PROJECT", environment.Compose.Project)
                .SetItem("ACCESS_FILE", $"{EdgeFile.Mount}/{access}")
                .SetItem(
                    "ACCESS_OPEN",
                    environment.Access is { Open: { IsEmpty: false } open } ? string.Join(' ', open) : SiteTemplate.NoPath
                ),
            (values, route) =>
                values.SetItem(
                    "SERVICE_" + route.Services[0].ToUpperInvariant().Replace('-', '_'),
                    $"{Upstream.KeyOf(environment.Compose.Project, route.Services[0])} {route.Port}"
                )
        );
}
