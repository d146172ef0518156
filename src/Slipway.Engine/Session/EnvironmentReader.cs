using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Json;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Engine.Session;

/// <summary>
/// Reads what is wanted of an environment: definition, env file, Compose files through Compose itself, site files, source.
/// </summary>
public sealed class EnvironmentReader(StackSession session)
{
    private readonly ComposeRenderer renderer = new(session.Host, session.Location);

    /// <summary>Everything that a plan needs to know of what is wanted.</summary>
    /// <param name="intent">What the plan will be for.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="at">The point in time that the plan is for; null for now.</param>
    /// <exception cref="SlipwayException">Something is missing or wrong; every mistake that can be found is named.</exception>
    public async Task<LoadedEnvironment> ReadAsync(Intent intent, CancellationToken cancellation, DateTimeOffset? at = null)
    {
        var wanted = WantedEnvironment.Read(session, intent);
        var ports = EdgePorts.Of(session, wanted.Definition, wanted.Env.DisplayName, wanted.Edge);
        var rendered = await RenderAsync(wanted, intent, cancellation);
        if (wanted.Release is null) ServiceNames.Require(rendered.Model, wanted.Resolved, session.Location.DisplayName);
        var (rules, files) = ReadEdgeFiles(wanted);
        var desired = new DesiredState
        {
            Stack = session.Definition with { Edge = wanted.Edge },
            Environment = wanted.Resolved,
            Compose = rendered.Model,
            Builds = rendered.Builds,
            EarlierBuilds = rendered.EarlierBuilds,
            Mounted = rendered.Mounted,
            EnvFile = wanted.Env.Path,
            EnvFileFingerprint = CanonicalJson.Sha256(wanted.Env.Text.Reveal()),
            EnvFileIsNew = wanted.Env.IsNew,
            EnvRestore = wanted.Restore(intent.Kind),
            Running = Running(wanted, intent, rendered.Model),
            EnvKeys = Sorted(wanted.Env.Values, pair => pair.Key, pair => CanonicalJson.Sha256(pair.Value)),
            FreshSecrets = Sorted(wanted.Env.Generated, key => key, key => wanted.Env.Values[key]),
            NameProblems = wanted.Release is null ? ServiceNames.ProblemsOf(rendered.Model, wanted.Resolved) : [],
            Source = rendered.Source,
            EdgeFiles = files,
            EdgeRules = rules,
            Redactor = wanted.Redactor,
            EdgeCompose = EdgeFile.Of(EdgeFile.ComposePath, rendered.Edge),
            HttpPort = ports.Http,
            HttpsPort = ports.Https,
            CertificateFolders = session.Location.CertificateFolders(wanted.Resolved),
            Paths = session.Paths,
            Now = at ?? session.Host.Clock.GetUtcNow(),
        };
        return new LoadedEnvironment(desired, wanted.Env, wanted.Redactor);
    }

    private sealed record Rendered(
        ComposeModel Model,
        string Edge,
        SourceRevision Source,
        ImmutableSortedDictionary<string, string> Builds,
        ImmutableSortedDictionary<string, string> EarlierBuilds,
        ImmutableArray<MountedSource> Mounted
    );

    private async Task<Rendered> RenderAsync(WantedEnvironment wanted, Intent intent, CancellationToken cancellation)
    {
        using var temporary = wanted.Env.IsNew ? session.Host.Files.CreateTemporaryFolder() : null;
        var envPath = wanted.Env.Path;
        if (temporary is not null)
        {
            envPath = Path.Combine(temporary.Path, "env");
            session.Host.Files.WriteText(envPath, wanted.Env.Text.Reveal());
        }

        // What starts or stops a release goes by the file that the release was recorded with, whatever the work tree has become.
        var compose = wanted.Release?.Compose is null
            ? renderer.RenderAsync(
                wanted.Definition.Compose,
                envPath,
                [ComposeRenderer.EdgeNetwork(wanted.Edge)],
                wanted.Redactor,
                cancellation
            )
            : null;
        var edge = renderer.RenderAsync(
            session.Definition.Edge.Compose,
            null,
            EdgeVariables(wanted, intent),
            wanted.Redactor,
            cancellation
        );
        var source = session.Host.Source.RevisionAsync(session.Location.Folder, cancellation);
        var model = compose is null ? wanted.Release!.Compose! : Parse(await compose, wanted.Env, envPath);
        // A release that is there has its copies.
        var mounted = wanted.Release is null
            ? MountedAsync(wanted, model, cancellation)
            : Task.FromResult(ImmutableArray<MountedSource>.Empty);
        var builds =
            intent.Kind is IntentKind.Deploy
                ? await new SourceFingerprints(session).ReadAsync(model, session.Location.CertificateFolders(wanted.Resolved), cancellation)
                : ImmutableSortedDictionary<string, string>.Empty;
        var hasEarlier = wanted.Running?.Manifest.Services.Values.Any(service => service is { Build: not null, IsBuildAsSeen: false });
        var earlier =
            hasEarlier == true && !builds.IsEmpty
                ? await new SourceFingerprints(session).ReadEarlierAsync(model, cancellation)
                : ImmutableSortedDictionary<string, string>.Empty;
        var edgeModel = await edge;
        if (intent.Kind is IntentKind.Deploy or IntentKind.Promote) RefuseUnset(edgeModel, session.Definition.Edge.Compose);
        return new Rendered(model, edgeModel.Json.Reveal(), await source, builds, earlier, await mounted);
    }

    // Rules look at the environments' files; of the edge's own ones this is the only reader.
    private static void RefuseUnset(RenderedCompose rendered, ComposeProject edge)
    {
        ImmutableArray<Problem> problems =
        [
            .. rendered.Warnings.Select(ComposeWarnings.UnsetVariable)
                .OfType<string>()
                .Select(name => new Problem(
                    edge.Files[^1],
                    0,
                    name,
                    "the variable is not set, and Compose would fill in nothing",
                    $"one of the edge's variables, or ${{{name}:-}} where nothing is meant"
                )),
        ];
        if (!problems.IsEmpty) throw SlipwayException.Of(problems);
    }

    private Task<ImmutableArray<MountedSource>> MountedAsync(
        WantedEnvironment wanted,
        ComposeModel model,
        CancellationToken cancellation
    ) =>
        new MountReader(session.Host, session.Location).ReadAsync(
            model,
            wanted.Resolved,
            wanted.Env.IsNew ? wanted.Env.Path : null,
            cancellation
        );

    private ImmutableArray<(string Name, string Value)> EdgeVariables(WantedEnvironment wanted, Intent intent) =>
        [
            ComposeRenderer.EdgeNetwork(wanted.Edge),
            ("EDGE_PROJECT", wanted.Edge.Compose.Project),
            ("EDGE_STATE", session.Paths.Edge),
            ("EDGE_CONFIG", $"{EdgeFile.Mount}/{EdgeFile.RulesPath}"),
            ("EDGE_HTTP_PORT", wanted.Edge.HttpPort),
            ("EDGE_HTTPS_PORT", wanted.Edge.HttpsPort),
            (
                "EDGE_ACME_EMAIL",
                (intent.Kind == IntentKind.Rollback ? wanted.Values : wanted.Env.Values).GetValueOrDefault("EDGE_ACME_EMAIL", "")
            ),
        ];

    private RunningEnvironment? Running(WantedEnvironment wanted, Intent intent, ComposeModel model)
    {
        if (intent.Kind != IntentKind.Rollback || wanted.Running is not { } running) return null;
        var values = running.Over(wanted.Env.Values);
        return new RunningEnvironment(
            running.Complete(EnvironmentResolution.Resolve(session.Definition, wanted.Definition, values).Environment),
            running.Compose ?? model
        );
    }

    private static ComposeModel Parse(RenderedCompose rendered, LoadedEnvFile env, string envPath)
    {
        var json = rendered.Json.Reveal();
        try
        {
            // The path of a temporary env file must not stay in the model: it would be another one at every reading.
            return ComposeModel.Parse(
                envPath == env.Path ? json : json.Replace(envPath, env.Path, StringComparison.Ordinal),
                env.Values
            ) with
            {
                Warnings = rendered.Warnings,
            };
        }
        catch (JsonException error)
        {
            throw ComposeRenderer.NoModel(error);
        }
    }

    /// <summary>The edge's own rules, and the files that the environment brings, which a release has of its own.</summary>
    private (EdgeFile? Rules, ImmutableArray<EdgeFile> Files) ReadEdgeFiles(WantedEnvironment wanted)
    {
        var problems = new List<Problem>();
        var rules = session.Files.ReadEdgeRules(session.Definition.Edge, problems) is { } read
            ? EdgeFile.Of(EdgeFile.RulesPath, read.Text)
            : null;
        var files = wanted.Release is { } release ? release.EdgeFiles : OwnEdgeFiles(wanted, rules, problems);
        return problems.Count == 0 ? (rules, files) : throw SlipwayException.Of([.. problems]);
    }

    private ImmutableArray<EdgeFile> OwnEdgeFiles(WantedEnvironment wanted, EdgeFile? rules, List<Problem> problems)
    {
        var environment = wanted.Resolved;
        var name = $"{session.Definition.Name}-{environment.Name}";
        var files = ImmutableArray.CreateBuilder<EdgeFile>();
        if (rules is not null) files.Add(rules);
        if (environment.Access is { } who) files.Add(EdgeFile.Users(session.Paths.UsersName(environment.Name), who.User, who.Password));
        var sites = new SiteReader(session).Read(environment, wanted.Env.Values, problems);
        foreach (var (site, index) in sites.Select((site, index) => (site, index)))
            files.Add(EdgeFile.Of($"sites/{name}{(environment.Sites.Length == 1 ? "" : $"-{index + 1}")}.caddy", site.Filled.Reveal()));

        return files.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> Sorted<T>(
        IEnumerable<T> items,
        Func<T, string> key,
        Func<T, string> value
    )
        where T : notnull => items.ToImmutableSortedDictionary(key, value, StringComparer.Ordinal);
}
