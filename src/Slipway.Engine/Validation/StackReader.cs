using System.Collections.Immutable;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Engine.Session;
using Snippets = System.Collections.Immutable.ImmutableDictionary<
    string,
    System.Collections.Immutable.ImmutableArray<Slipway.Core.Edge.CaddyDirective>
>;

namespace Slipway.Engine.Validation;

/// <summary>
/// Reads all environments of a stack for the rules. Every file is looked at before Compose gets it, so that a mistake is told with
/// its file and line, and a file that would cost Compose memory or time without bounds never reaches it.
/// </summary>
public sealed class StackReader(StackSession session)
{
    private readonly EnvFileReader envFiles = new(session);
    private readonly SiteReader sites = new(session);

    private StackFiles Files => session.Files;

    private StackLocation Location => session.Location;

    /// <summary>What the files say.</summary>
    /// <param name="own">What was read of one environment already; null where nothing was.</param>
    /// <exception cref="SlipwayException">Files are missing or wrong: every problem of all of them.</exception>
    public StackDraft ReadFiles(LoadedEnvironment? own = null)
    {
        var stack = session.Definition;
        var common = new Common([], Snippets.Empty, new Dictionary<string, SourceFile?>(StringComparer.Ordinal));
        common = common with { Snippets = EdgeSnippets(stack.Edge, common.Problems) };
        var environments = stack.Environments.Select(environment => Draft(environment, isShared: false, own, common)).ToImmutableArray();
        if (stack.Shared is { } shared)
        {
            var project = new EnvironmentDefinition
            {
                Name = EnvironmentName.Parse("shared"),
                Compose = shared,
                Url = "",
            };
            environments = environments.Add(Draft(project, isShared: true, null, common));
        }

        if (common.Problems.Count > 0)
            throw SlipwayException.Of([
                .. common.Problems.Distinct().OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line),
            ]);
        return new StackDraft(
            stack with { Isolation = stack.Isolation with { Shared = [.. stack.Isolation.Shared.Select(Absolute)] } },
            SourceFile.ReadDefinition(session.DefinitionText, Location.DisplayName),
            environments);
    }

    /// <summary>What the environments of a stack have in common.</summary>
    private sealed record Common(List<Problem> Problems, Snippets Snippets, Dictionary<string, SourceFile?> ComposeFiles);

    private EnvironmentDraft Draft(EnvironmentDefinition environment, bool isShared, LoadedEnvironment? own, Common common)
    {
        own = own?.Desired.Environment.Name == environment.Name ? own : null;
        var problems = common.Problems;
        var before = problems.Count;
        var env = envFiles.ReadFacts(environment, own, problems);
        // What refers to a file that cannot be read is no mistake of its own.
        var isRead = problems.Count == before;
        var (resolved, edge, missing) = EnvironmentResolution.Resolve(session.Definition, environment, env.File.Values);
        if (isRead)
            problems.AddRange(
                missing.Select(key => new Problem(
                    env.File.FileName,
                    0,
                    key,
                    $"{Location.DisplayName} refers to this key, and the file does not have it",
                    "the key with a value"
                ))
            );

        var (sources, found) = ComposeSources.Read(
            environment.Compose.Files,
            (name, from, told) => Files.Read(name, told, from.File == name ? null : from),
            env.File.Values,
            common.ComposeFiles
        );
        problems.AddRange(found);
        return new EnvironmentDraft
        {
            Definition = resolved,
            IsShared = isShared,
            Edge = edge,
            Env = env,
            EnvPath = environment.Compose.EnvFile is { } file ? Location.Resolve(file) : "",
            Sources = sources,
            LoadedEnvFiles = LoadedEnvFiles(sources, problems),
            Sites = Sites(resolved, isRead ? env : null, common),
            Rendered = own?.Desired.Compose,
            Mounted = own?.Desired.Mounted,
        };
    }

    private ImmutableSortedDictionary<string, EnvFileFacts> LoadedEnvFiles(ComposeSources sources, List<Problem> problems)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, EnvFileFacts>(StringComparer.Ordinal);
        foreach (var (name, place) in sources.EnvFiles)
        {
            if (files.ContainsKey(name)) continue;
            // One that is not required may be missing, and Compose says what it does not accept.
            if (Files.Read(name, problems, place) is { } text)
                files[name] = new EnvFileFacts { File = EnvFile.Parse(text, name), Mode = Files.ModeOf(name) };
        }

        return files.ToImmutable();
    }

    private ImmutableArray<SiteFacts> Sites(EnvironmentDefinition environment, EnvFileFacts? env, Common common)
    {
        var values = env?.File.Values.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return [.. sites.Read(environment, values, common.Problems).Select(site =>
        {
            var written = CaddyfileReader.Read(site.Text.Reveal(), site.Name, common.Snippets);
            common.Problems.AddRange(written.Problems);
            return new SiteFacts(site.Name, site.Text, site.Filled)
            {
                WrittenBlocks = written.Sites,
                Blocks = CaddyfileReader.Read(site.Filled.Reveal(), site.Name, common.Snippets).Sites,
            };
        })];
    }

    // What the edge's own rules define is there for the sites to import.
    private Snippets EdgeSnippets(EdgeDefinition edge, List<Problem> problems)
    {
        if (Files.ReadEdgeRules(edge, problems) is not var (name, text)) return Snippets.Empty;
        var rules = CaddyfileReader.Read(text, name);
        problems.AddRange(rules.Problems);
        return rules.Snippets;
    }

    private SharedDeclaration Absolute(SharedDeclaration declaration) =>
        declaration.Thing.Kind == SharedKind.Folder
            ? declaration with { Thing = declaration.Thing with { Name = Location.Resolve(declaration.Thing.Name) } }
            : declaration;
}
