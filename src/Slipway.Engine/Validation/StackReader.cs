using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Validation;
using Slipway.Engine.Ports;
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
public sealed class StackReader(Host host, StackLocation location)
{
    private const int LargestText = 1024 * 1024;

    private readonly ComposeRenderer renderer = new(host, location);

    /// <summary>What the files say.</summary>
    /// <param name="own">What was read of one environment already; null where nothing was.</param>
    /// <exception cref="SlipwayException">Files are missing or wrong: every problem of all of them.</exception>
    public StackDraft ReadFiles(LoadedEnvironment? own = null)
    {
        var problems = new List<Problem>();
        var missing = new Problem(
            location.DisplayName,
            0,
            "",
            "there is no such file",
            "a stack.yaml; --stack names a folder under compose/ or a path"
        );
        if (Require(location.DisplayName, missing, problems) is not { } text)
            throw SlipwayException.Of([.. problems]);

        var parsed = StackParser.Parse(text, location.DisplayName);
        if (parsed.Definition is not { } stack) throw SlipwayException.Of(parsed.Problems);

        var snippets = EdgeSnippets(stack.Edge, problems);
        var composeFiles = new Dictionary<string, SourceFile?>(StringComparer.Ordinal);
        var environments = stack
            .Environments.Select(environment => Draft(stack, environment, isShared: false, own, snippets, composeFiles, problems))
            .ToImmutableArray();
        if (stack.Shared is { } shared)
            environments = environments.Add(
                Draft(
                    stack,
                    new EnvironmentDefinition
                    {
                        Name = "shared",
                        Compose = shared,
                        Url = "",
                    },
                    isShared: true,
                    null,
                    snippets,
                    composeFiles,
                    problems
                )
            );
        if (problems.Count > 0)
            throw SlipwayException.Of([
                .. problems.Distinct().OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line),
            ]);
        return new StackDraft(
            stack with { Isolation = stack.Isolation with { Shared = [.. stack.Isolation.Shared.Select(Absolute)] } },
            SourceFile.ReadDefinition(text, location.DisplayName),
            environments);
    }

    /// <summary>Both environments as Compose renders them, side by side. The host is left to others.</summary>
    public async Task<StackFacts> RenderAsync(StackDraft draft, CancellationToken cancellation)
    {
        var tracked = host.Source.TrackedAsync(
            location.Folder,
            [
                .. draft
                    .Environments.SelectMany(environment =>
                        environment.LoadedEnvFiles.Keys.Select(location.Resolve).Append(environment.EnvPath)
                    )
                    .Where(path => path.Length > 0)
                    .Distinct(),
            ],
            cancellation
        );
        var rendered = await Task.WhenAll(draft.Environments.Select(environment => RenderAsync(environment, cancellation)));
        var isTracked = await tracked;
        var facts = rendered
            .Zip(draft.Environments)
            .Select(pair =>
                (
                    pair.Second.IsShared,
                    Facts: pair.First with
                    {
                        Env = pair.First.Env with { IsTracked = isTracked.Contains(pair.Second.EnvPath) },
                        LoadedEnvFiles = pair.First.LoadedEnvFiles.ToImmutableSortedDictionary(
                            file => file.Key,
                            file => file.Value with { IsTracked = isTracked.Contains(location.Resolve(file.Key)) },
                            StringComparer.Ordinal
                        ),
                    }
                )
            )
            .ToImmutableArray();
        return new StackFacts
        {
            Stack = draft.Stack,
            File = location.DisplayName,
            Definition = draft.Definition,
            Folder = location.Folder,
            Environments = [.. facts.Where(pair => !pair.IsShared).Select(pair => pair.Facts)],
            Shared = facts.Where(pair => pair.IsShared).Select(pair => pair.Facts).FirstOrDefault(),
            Now = host.Clock.GetUtcNow(),
        };
    }

    private async Task<EnvironmentFacts> RenderAsync(EnvironmentDraft draft, CancellationToken cancellation) => new()
    {
        Definition = draft.Definition,
        Compose = draft.Rendered ?? await RenderComposeAsync(draft, cancellation),
        Sources = draft.Sources,
        Env = draft.Env,
        LoadedEnvFiles = draft.LoadedEnvFiles,
        Sites = draft.Sites,
    };

    private async Task<ComposeModel> RenderComposeAsync(EnvironmentDraft draft, CancellationToken cancellation)
    {
        using var temporary = draft.Env.IsMissing ? host.Files.CreateTemporaryFolder() : null;
        var path = draft.EnvPath.Length > 0 ? draft.EnvPath : null;
        if (temporary is not null)
        {
            path = Path.Combine(temporary.Path, "env");
            host.Files.WriteText(path, draft.Env.File.Text);
        }

        var json = await renderer.RenderAsync(
            draft.Definition.Compose,
            path,
            [ComposeRenderer.EdgeNetwork(draft.Edge)],
            draft.Redactor,
            cancellation
        );
        try
        {
            return ComposeModel.Parse(json);
        }
        catch (JsonException error)
        {
            throw ComposeRenderer.NoModel(error);
        }
    }

    private EnvironmentDraft Draft(
        StackDefinition stack,
        EnvironmentDefinition environment,
        bool isShared,
        LoadedEnvironment? own,
        Snippets snippets,
        Dictionary<string, SourceFile?> composeFiles,
        List<Problem> problems
    )
    {
        own = own?.Desired.Environment.Name == environment.Name ? own : null;
        var path = environment.Compose.EnvFile is { } file ? location.Resolve(file) : "";
        var before = problems.Count;
        var env = ReadEnv(environment, own, path, problems);
        // What refers to a file that cannot be read is no mistake of its own.
        var isRead = problems.Count == before;
        var (resolved, edge, missing) = EnvironmentResolution.Resolve(stack, environment, env.File.Values);
        if (isRead)
            problems.AddRange(
                missing.Select(key => new Problem(
                    env.File.FileName,
                    0,
                    key,
                    $"{location.DisplayName} refers to this key, and the file does not have it",
                    "the key with a value"
                ))
            );

        var (sources, found) = ComposeSources.Read(
            environment.Compose.Files,
            (name, from, told) => Read(name, told, from.File == name ? null : from),
            env.File.Values,
            composeFiles
        );
        problems.AddRange(found);
        return new EnvironmentDraft
        {
            Definition = resolved,
            IsShared = isShared,
            Edge = edge,
            Env = env,
            EnvPath = path,
            Sources = sources,
            LoadedEnvFiles = LoadedEnvFiles(sources, problems),
            Sites =
            [
                .. environment
                    .Sites.Select(site => Site(stack, resolved, site, isRead ? env : null, snippets, problems))
                    .OfType<SiteFacts>(),
            ],
            Rendered = own?.Desired.Compose,
        };
    }

    private EnvFileFacts ReadEnv(EnvironmentDefinition environment, LoadedEnvironment? own, string path, List<Problem> problems)
    {
        if (path.Length == 0) return new EnvFileFacts { File = EnvFile.Parse("", "no env file") };
        var name = environment.Compose.EnvFile!;
        var template = environment.EnvTemplate is { } templateName
            ? Require(
                templateName,
                new Problem(
                    location.DisplayName,
                    0,
                    $"environments/{environment.Name}/envTemplate",
                    $"there is no file {templateName}",
                    "a path relative to stack.yaml"
                ),
                problems
            )
            : null;
        var text = own is { Env.IsNew: true } ? null : Read(name, problems);
        var facts = new EnvFileFacts
        {
            File = EnvFile.Parse(text ?? "", name),
            IsMissing = text is null,
            Template = template,
            TemplateName = environment.EnvTemplate ?? "",
            Mode = text is null ? null : host.Files.ModeOf(path),
        };
        if (text is null)
        {
            // Before an environment is set up, its template is the best that there is to judge it by.
            if (own is not null) return facts with { File = EnvFile.Parse(own.Env.Text.Reveal(), name) };
            if (template is null)
            {
                problems.Add(new Problem(name, 0, "", "there is no such file", $"the env file of {environment.Name}"));
                return facts;
            }

            var check = EnvFile.Parse(template, environment.EnvTemplate!);
            problems.AddRange(check.Problems);
            return check.Problems.IsEmpty
                ? facts with
                {
                    File = EnvFile.Parse(EnvTemplate.Fill(template, null, host.RandomText).Text, name),
                }
                : facts;
        }

        problems.AddRange(facts.File.Problems);
        return facts;
    }

    private ImmutableSortedDictionary<string, EnvFileFacts> LoadedEnvFiles(ComposeSources sources, List<Problem> problems)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, EnvFileFacts>(StringComparer.Ordinal);
        foreach (var (name, place) in sources.EnvFiles)
        {
            if (files.ContainsKey(name)) continue;
            // One that is not required may be missing, and Compose says what it does not accept.
            if (Read(name, problems, place) is { } text)
                files[name] = new EnvFileFacts { File = EnvFile.Parse(text, name), Mode = host.Files.ModeOf(location.Resolve(name)) };
        }

        return files.ToImmutable();
    }

    private SiteFacts? Site(
        StackDefinition stack,
        EnvironmentDefinition environment,
        string name,
        EnvFileFacts? env,
        Snippets snippets,
        List<Problem> problems
    )
    {
        var missing = new Problem(
            location.DisplayName,
            0,
            $"environments/{environment.Name}/sites",
            $"there is no file {name}",
            "a path relative to stack.yaml"
        );
        if (Require(name, missing, problems) is not { } text || env is null)
            return null;

        var values = DefinitionReader.SiteValues(
            $"access/{stack.Name}-{environment.Name}.users",
            environment,
            env.File.Values.ToImmutableSortedDictionary(StringComparer.Ordinal)
        );
        var (filled, found) = SiteTemplate.Fill(name, text, values);
        problems.AddRange(found);
        var written = CaddyfileReader.Read(text, name, snippets);
        problems.AddRange(written.Problems);
        return new SiteFacts(name, text, filled)
        {
            WrittenBlocks = written.Sites,
            Blocks = CaddyfileReader.Read(filled, name, snippets).Sites,
        };
    }

    // What the edge's own rules define is there for the sites to import.
    private Snippets EdgeSnippets(EdgeDefinition edge, List<Problem> problems)
    {
        var name = Path.Combine(Path.GetDirectoryName(edge.Compose.Files[0])!, "Caddyfile");
        if (Read(name, problems) is not { } text) return Snippets.Empty;
        var rules = CaddyfileReader.Read(text, name);
        problems.AddRange(rules.Problems);
        return rules.Snippets;
    }

    private SharedDeclaration Absolute(SharedDeclaration declaration) => declaration.Thing.Kind == SharedKind.Folder
        ? declaration with { Thing = declaration.Thing with { Name = location.Resolve(declaration.Thing.Name) } }
        : declaration;

    private string? Require(string name, Problem missing, List<Problem> problems)
    {
        var before = problems.Count;
        var text = Read(name, problems);
        if (text is null && problems.Count == before) problems.Add(missing);
        return text;
    }

    /// <summary>A file's text, or null where there is none, or where what is wrong with it is a problem now.</summary>
    private string? Read(string name, List<Problem> problems, Place? from = null)
    {
        try
        {
            var path = name == location.DisplayName ? location.DefinitionFile : location.Resolve(name);
            if (host.Files.FolderExists(path)) problems.Add(At("is a folder", "a file"));
            else if (host.Files.ReadText(path) is not { } text) return null;
            else if (text.Length > LargestText) problems.Add(At("is larger than 1 MiB", "a text of a few hundred lines"));
            else if (text.Contains('\0', StringComparison.Ordinal)) problems.Add(At("has a NUL character", "text"));
            else return text;
        }
        catch (SlipwayException error)
        {
            problems.Add(Of($"{error.Failure.What.TrimEnd('.')}: {error.Failure.Why.TrimEnd('.')}", "a text in UTF-8 that can be read"));
        }

        return null;

        Problem At(string isWhat, string expected) => Of($"{(from is null ? "the file" : name)} {isWhat}", expected);

        Problem Of(string message, string expected) => new(from?.File ?? name, from?.Line ?? 0, from?.Path ?? "", message, expected);
    }
}
