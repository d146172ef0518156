using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Json;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>
/// Reads what is wanted of an environment: definition, env file, Compose files through Compose itself, site files, source.
/// </summary>
public sealed class DefinitionReader(Host host, StackLocation location)
{
    private readonly ComposeRenderer renderer = new(host, location);

    private IFiles Files => host.Files;

    /// <summary>The definition.</summary>
    /// <exception cref="SlipwayException">It is missing or has problems.</exception>
    public StackDefinition ReadStack()
    {
        var text = Files.ReadText(location.DefinitionFile)
            ?? throw SlipwayException.Of(
                [
                    new Problem(
                        location.DisplayName,
                        0,
                        "",
                        "there is no such file",
                        "a stack.yaml; --stack names a folder under compose/ or a path"
                    ),
                ],
                "Name another stack with --stack."
            );
        var result = StackParser.Parse(text, location.DisplayName);
        return result.Definition ?? throw SlipwayException.Of(result.Problems);
    }

    /// <summary>The environment of this name.</summary>
    public EnvironmentDefinition RequireEnvironment(StackDefinition stack, string name) =>
        stack.Find(name) ?? throw new SlipwayException(ExitCode.Usage, new Failure($"{location.DisplayName} has no environment {name}.")
        {
            Do = $"use one of: {string.Join(", ", stack.Environments.Select(environment => environment.Name))}.",
            Now = Failure.NothingChanged,
        });

    /// <summary>Everything that a plan needs to know of what is wanted.</summary>
    /// <param name="intent">What the plan will be for.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="at">The point in time that the plan is for; null for now.</param>
    /// <exception cref="SlipwayException">Something is missing or wrong; every mistake that can be found is named.</exception>
    public async Task<LoadedEnvironment> ReadAsync(Intent intent, CancellationToken cancellation, DateTimeOffset? at = null)
    {
        var stack = ReadStack();
        var environment = RequireEnvironment(stack, intent.Environment);
        RefuseShared(environment);
        var paths = new StatePaths(location.StateRoot, stack.Name);
        var store = new ReleaseStore(Files, paths, environment.Name);
        var (running, release) = ReadReleases(store, intent);
        var env = ReadEnvFile(
            environment,
            intent.Kind,
            running?.Manifest is { EnvVersion: not null } manifest ? paths.EnvVersion(environment.Name, manifest.EnvFileFingerprint) : null
        );
        // Containers of any release may be shown in a failure.
        var redactor = Redactor.ForEnvironment([env.Values, .. store.EnvVersions.ReadValues()]);

        var values = release?.Over(env.Values) ?? env.Values;
        var (resolved, releaseEdge, missing) = EnvironmentResolution.Resolve(stack, environment, values);
        resolved = release?.Complete(resolved) ?? resolved;
        // The edge serves the other environments too: its ports are those of now.
        var edge = EnvironmentResolution.Resolve(stack, environment, env.Values).Edge;
        if (!missing.IsEmpty)
        {
            throw SlipwayException.Of(
                [
                    .. missing.Select(key => new Problem(
                        env.DisplayName,
                        0,
                        key,
                        $"{location.DisplayName} refers to this key, and the file does not have it",
                        "the key with a value"
                    )),
                ],
                $"Add the keys, or let `./build.sh --target=InitEnv --environment={environment.Name}` add those that the template has."
            );
        }

        var ports = Ports(stack, environment, env, edge);
        using var temporary = env.IsNew ? Files.CreateTemporaryFolder() : null;
        var envPath = env.Path;
        if (temporary is not null)
        {
            envPath = Path.Combine(temporary.Path, "env");
            Files.WriteText(envPath, env.Text.Reveal());
        }

        // What starts or stops a release goes by the file that the release was written down with, whatever the work tree has become.
        var compose = release?.Compose is null
            ? renderer.RenderAsync(environment.Compose, envPath, [ComposeRenderer.EdgeNetwork(edge)], redactor, cancellation)
            : null;
        var edgeCompose = renderer.RenderAsync(stack.Edge.Compose, null, EdgeVariables(), redactor, cancellation);
        var source = host.Source.RevisionAsync(location.Folder, cancellation);
        var rules = EdgeRules(stack.Edge);
        var model = compose is null ? release!.Compose! : Parse(await compose, env, envPath);
        var builds =
            intent.Kind is IntentKind.Deploy
                ? await FingerprintsAsync(model, cancellation)
                : ImmutableSortedDictionary<string, string>.Empty;
        if (release is null)
            Check(model, resolved);

        return new LoadedEnvironment(
            new DesiredState
            {
                Stack = stack with { Edge = edge },
                Environment = resolved,
                Compose = model,
                Builds = builds,
                EnvFile = env.Path,
                EnvFileFingerprint = CanonicalJson.Sha256(env.Text.Reveal()),
                EnvFileIsNew = env.IsNew,
                EnvRestore =
                    intent.Kind == IntentKind.Rollback && release is { EnvText: { } text } && text != env.Text
                        ? new EnvRestore
                        {
                            Fingerprint = release.Manifest.EnvFileFingerprint,
                            Keys = EnvRestore.Differing(env.Values, release.EnvValues),
                            HttpPort = releaseEdge.HttpPort,
                            HttpsPort = releaseEdge.HttpsPort,
                        }
                        : null,
                Running =
                    intent.Kind == IntentKind.Rollback && running is not null
                        ? new RunningEnvironment(
                            running.Complete(EnvironmentResolution.Resolve(stack, environment, running.Over(env.Values)).Environment),
                            running.Compose ?? model
                        )
                        : null,
                EnvKeys = env.Values.ToImmutableSortedDictionary(
                    pair => pair.Key,
                    pair => CanonicalJson.Sha256(pair.Value),
                    StringComparer.Ordinal
                ),
                FreshSecrets = env.Generated.ToImmutableSortedDictionary(key => key, key => env.Values[key], StringComparer.Ordinal),
                NameProblems = release is null ? NameProblems(model, resolved) : [],
                Source = await source,
                EdgeFiles = release?.EdgeFiles ?? EdgeFiles(stack, resolved, env, rules),
                EdgeRules = rules,
                Redactor = redactor,
                EdgeCompose = EdgeFile.Of(EdgeFile.ComposePath, await edgeCompose),
                HttpPort = ports.Http,
                HttpsPort = ports.Https,
                CertificateFolders = [.. resolved.Certificates.Select(certificate => location.Resolve(certificate.Directory))],
                Paths = paths,
                Now = at ?? host.Clock.GetUtcNow(),
            },
            env,
            redactor);

        ImmutableArray<(string Name, string Value)> EdgeVariables() =>
            [
                ComposeRenderer.EdgeNetwork(edge),
                ("EDGE_PROJECT", edge.Compose.Project),
                ("EDGE_STATE", paths.Edge),
                ("EDGE_CONFIG", $"{EdgeFile.Mount}/{EdgeFile.RulesPath}"),
                ("EDGE_HTTP_PORT", edge.HttpPort),
                ("EDGE_HTTPS_PORT", edge.HttpsPort),
                ("EDGE_ACME_EMAIL", (intent.Kind == IntentKind.Rollback ? values : env.Values).GetValueOrDefault("EDGE_ACME_EMAIL", "")),
            ];
    }

    /// <summary>
    /// The environment's env file, or, where it may be made by a deployment, its content with fresh secrets. Only what makes a
    /// release holds it against the template: an earlier release has the keys of its time.
    /// </summary>
    /// <param name="environment">The environment.</param>
    /// <param name="use">What it is read for; null for something that has no plan.</param>
    /// <param name="kept">The version that the running release was made with, or null: where the file is missing, the operator is told of
    /// it.</param>
    public EnvReading ReadEnvFile(EnvironmentDefinition environment, IntentKind? use, string? kept = null)
    {
        if (environment.Compose.EnvFile is not { } name)
            return new EnvReading("", "no env file", "", false, ImmutableSortedDictionary<string, string>.Empty);
        var path = location.Resolve(name);
        var template = environment.EnvTemplate is { } templateName ? ReadTemplate(templateName) : null;
        var text = Files.ReadText(path);
        var isNew = text is null;
        var generated = ImmutableArray<string>.Empty;
        if (text is null)
        {
            if (use != IntentKind.Deploy || !environment.CreateEnvFile || template is null)
            {
                throw SlipwayException.Of([new Problem(name, 0, "", "there is no such file", $"the env file of {environment.Name}")],
                    kept is not null ? $"Bring the one back that the running release was made with: cp {kept} {path}"
                        : template is null ? $"Write {path}."
                        : $"Run `./build.sh --target=InitEnv --environment={environment.Name}` and look through the file it makes."
                );
            }

            var filled = EnvTemplate.Fill(template, null, host.RandomText);
            (text, generated) = (filled.Text, filled.GeneratedKeys);
        }

        var file = EnvFile.Parse(text, name);
        var problems = file.Problems;
        if (problems.IsEmpty && template is not null && use is IntentKind.Deploy or IntentKind.Promote)
            problems = EnvCheck.Check(template, text, environment.EnvTemplate!, name);
        if (!problems.IsEmpty)
        {
            throw SlipwayException.Of(
                problems,
                $"Correct these places; `./build.sh --target=InitEnv --environment={environment.Name}` adds missing keys and changes no other."
            );
        }

        return new EnvReading(path, name, text, isNew, file.Values.ToImmutableSortedDictionary(StringComparer.Ordinal))
        {
            Generated = generated,
        };
    }

    /// <summary>The text of an env template.</summary>
    public string ReadTemplate(string name) =>
        Files.ReadText(location.Resolve(name))
        ?? throw SlipwayException.Of([
            new Problem(location.DisplayName, 0, "envTemplate", $"there is no file {name}", "a path relative to stack.yaml"),
        ]);

    /// <summary>The release that runs, and the one that the intent starts or works on; null where the intent makes one.</summary>
    private static (WrittenRelease? Running, WrittenRelease? Wanted) ReadReleases(ReleaseStore store, Intent intent)
    {
        var history = store.ReadHistory();
        var running = WrittenRelease.Read(store, history.Current);
        if (intent.Kind is IntentKind.Deploy or IntentKind.Promote) return (running, null);
        return (running, history.Wanted(intent) == history.Current ? running : WrittenRelease.Read(store, history.Wanted(intent)));
    }

    private void RefuseShared(EnvironmentDefinition environment)
    {
        if (environment.Database is not { InSharedProject: true }) return;
        throw new SlipwayException(ExitCode.Usage, new Failure($"{location.DisplayName} has its database in the shared project.")
        {
            Why = "this version deploys environments that have a database service of their own.",
            Do = "name a service of the environment's own project under `database`.",
            Now = Failure.NothingChanged,
        });
    }

    /// <summary>The edge's ports. All environments share one edge, so their env files have to agree.</summary>
    private (int Http, int Https) Ports(StackDefinition stack, EnvironmentDefinition environment, EnvReading env, EdgeDefinition edge)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var http = Port(edge.HttpPort, "edge/httpPort");
        var https = Port(edge.HttpsPort, "edge/httpsPort");
        foreach (var other in stack.Environments.Where(other => other.Name != environment.Name && other.Compose.EnvFile is not null))
        {
            if (Files.ReadText(location.Resolve(other.Compose.EnvFile!)) is not { } text) continue;
            var (_, theirs, missing) = EnvironmentResolution.Resolve(stack, other, EnvFile.Parse(text, other.Compose.EnvFile!).Values);
            if (missing.IsEmpty && (theirs.HttpPort, theirs.HttpsPort) != (edge.HttpPort, edge.HttpsPort))
            {
                problems.Add(
                    new Problem(
                        env.DisplayName,
                        0,
                        "edge",
                        $"the edge's ports are {edge.HttpPort} and {edge.HttpsPort} here, and {theirs.HttpPort} and {theirs.HttpsPort} in {other.Compose.EnvFile}",
                        "the same ports in both: there is one edge"
                    )
                );
            }
        }

        return problems.Count == 0 ? (http, https) : throw SlipwayException.Of(problems.ToImmutable());

        int Port(string value, string path)
        {
            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536) return port;
            problems.Add(new Problem(env.DisplayName, 0, path, $"'{value}' is no port", "a number from 1 to 65535"));
            return 0;
        }
    }

    private static ComposeModel Parse(string json, EnvReading env, string envPath)
    {
        try
        {
            // The path of a temporary env file must not stay in the model: it would be another one at every reading.
            return ComposeModel.Parse(envPath == env.Path ? json : json.Replace(envPath, env.Path, StringComparison.Ordinal));
        }
        catch (JsonException error)
        {
            throw ComposeRenderer.NoModel(error);
        }
    }

    private void Check(ComposeModel model, EnvironmentDefinition environment)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        Require(
            environment.Routes.SelectMany(
                (route, index) => route.Services.Select(service => (service, $"environments/{environment.Name}/routes[{index}]/service"))
            )
        );
        if (environment.Database is { } database)
            Require([(database.Service, $"environments/{environment.Name}/database/service")]);
        Require(environment.Guards.Select((guard, index) => (guard.Service, $"environments/{environment.Name}/guards[{index}]/service")));
        if (environment.Migrations is { } migrations)
            Require([(migrations.Service, $"environments/{environment.Name}/migrations/service")]);
        if (problems.Count > 0)
            throw SlipwayException.Of(problems.ToImmutable());

        void Require(IEnumerable<(string Service, string Path)> named)
        {
            foreach (var (service, path) in named.Where(pair => model.Find(pair.Service) is null))
            {
                problems.Add(
                    new Problem(
                        location.DisplayName,
                        0,
                        path,
                        $"the Compose files have no service {service}",
                        string.Join(", ", model.Services.Select(candidate => candidate.Name))
                    )
                );
            }
        }
    }

    private static ImmutableArray<Problem> NameProblems(ComposeModel model, EnvironmentDefinition environment)
    {
        var project = environment.Compose.Project;
        return
        [
            .. model
                .Services.Where(service => service.ContainerName is { } name && !name.StartsWith(project + "-", StringComparison.Ordinal))
                .Select(service => new Problem(
                    environment.Compose.Files[0],
                    0,
                    $"services/{service.Name}/container_name",
                    $"{service.ContainerName} does not begin with the project's name {project}",
                    $"{project}-{service.Name}: a name without it may belong to another environment"
                )),
        ];
    }

    /// <summary>Fingerprints of what the images are built from now, by service.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> FingerprintsAsync(ComposeModel model, CancellationToken cancellation)
    {
        var builds = model.Services.Where(service => service.Build is not null).ToImmutableArray();
        var folders = builds.SelectMany(service => service.Build!.Folders()).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var prints = await Task.WhenAll(folders.Select(folder => host.Source.FingerprintAsync(folder, cancellation)));
        var byFolder = folders.Zip(prints).ToImmutableDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return builds.ToImmutableSortedDictionary(
            service => service.Name,
            service =>
                CanonicalJson.Sha256(
                    string.Join('\n', service.Build!.Folders().Select(folder => byFolder[folder]).Prepend(service.Build.Text.Reveal()))
                ),
            StringComparer.Ordinal
        );
    }

    /// <summary>
    /// What the placeholders of site files stand for: the env file's values, the Compose project, the file of users and the paths that need
    /// none, and for each routed service what the snippet <c>service</c> of the Caddyfile takes.
    /// </summary>
    internal static ImmutableSortedDictionary<string, string> SiteValues(
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

    /// <summary>The Caddyfile beside the edge's Compose file, or null.</summary>
    private EdgeFile? EdgeRules(EdgeDefinition edge) =>
        Files.ReadText(Path.Combine(Path.GetDirectoryName(location.Resolve(edge.Compose.Files[0]))!, EdgeFile.RulesPath)) is { } text
            ? EdgeFile.Of(EdgeFile.RulesPath, text)
            : null;

    private ImmutableArray<EdgeFile> EdgeFiles(StackDefinition stack, EnvironmentDefinition environment, EnvReading env, EdgeFile? rules)
    {
        var files = ImmutableArray.CreateBuilder<EdgeFile>();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var name = $"{stack.Name}-{environment.Name}";
        var access = $"access/{name}.users";
        var values = SiteValues(access, environment, env.Values);

        if (rules is not null) files.Add(rules);
        if (environment.Access is { } who)
        {
            files.Add(EdgeFile.Users(access, who.User, who.Password));
        }

        foreach (var (site, index) in environment.Sites.Select((site, index) => (site, index)))
        {
            if (Files.ReadText(location.Resolve(site)) is not { } text)
            {
                problems.Add(
                    new Problem(
                        location.DisplayName,
                        0,
                        $"environments/{environment.Name}/sites[{index}]",
                        $"there is no file {site}",
                        "a path relative to stack.yaml"
                    )
                );
                continue;
            }

            var (filled, found) = SiteTemplate.Fill(site, text, values);
            problems.AddRange(found);
            files.Add(EdgeFile.Of(environment.Sites.Length == 1 ? $"sites/{name}.caddy" : $"sites/{name}-{index + 1}.caddy", filled));
        }

        return problems.Count == 0 ? files.ToImmutable() : throw SlipwayException.Of(problems.ToImmutable());
    }
}
