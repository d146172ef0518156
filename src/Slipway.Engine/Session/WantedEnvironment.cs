using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Environments;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;

namespace Slipway.Engine.Session;

/// <summary>An environment whose references are filled in, with the releases that an intent is about.</summary>
internal sealed record WantedEnvironment
{
    /// <summary>The environment as the definition has it.</summary>
    public required EnvironmentDefinition Definition { get; init; }

    /// <summary>The environment with every reference filled in; as the release has it, where the intent starts or works on one.</summary>
    public required EnvironmentDefinition Resolved { get; init; }

    /// <summary>The edge as it is now: it serves the other environments too.</summary>
    public required EdgeDefinition Edge { get; init; }

    /// <summary>The edge as the release's own env file gives it.</summary>
    public required EdgeDefinition ReleaseEdge { get; init; }

    /// <summary>The env file.</summary>
    public required LoadedEnvFile Env { get; init; }

    /// <summary>The values that the references were filled in from.</summary>
    public required ImmutableSortedDictionary<string, string> Values { get; init; }

    /// <summary>
    /// Cleans the secrets of this env file and of all that were kept: containers of any release may be shown in a failure.
    /// </summary>
    public required Redactor Redactor { get; init; }

    /// <summary>The release that runs, or null.</summary>
    public WrittenRelease? Running { get; init; }

    /// <summary>The release that the intent starts or works on; null where it makes one.</summary>
    public WrittenRelease? Release { get; init; }

    /// <summary>Reads env file and releases and fills the references in.</summary>
    /// <exception cref="SlipwayException">Something is missing or wrong.</exception>
    public static WantedEnvironment Read(StackSession session, Intent intent)
    {
        var stack = session.Definition;
        var environment = session.Find(intent.Environment);
        RefuseShared(environment, session.Location.DisplayName);
        var store = session.Store(environment.Name);
        var (running, release) = ReadReleases(store, intent);
        var kept = running?.Manifest is { EnvVersion: not null } manifest
            ? session.Paths.EnvVersion(environment.Name, manifest.EnvFileFingerprint)
            : null;
        var env = new EnvFileReader(session).Read(environment, intent.Kind, kept);
        var values = release?.Over(env.Values) ?? env.Values;
        var (resolved, releaseEdge, missing) = EnvironmentResolution.Resolve(stack, environment, values);
        if (!missing.IsEmpty) throw Missing([.. missing], env, environment, session.Location.DisplayName);
        return new WantedEnvironment
        {
            Definition = environment,
            Resolved = release?.Complete(resolved) ?? resolved,
            Edge = EnvironmentResolution.Resolve(stack, environment, env.Values).Edge,
            ReleaseEdge = releaseEdge,
            Env = env,
            Values = values,
            Redactor = session.Host.RedactorFor([env.Values, .. store.EnvVersions.ReadValues()]),
            Running = running,
            Release = release,
        };
    }

    /// <summary>With a rollback: the env file that comes back, where it is not the one that is there.</summary>
    public EnvRestore? Restore(IntentKind kind) =>
        kind == IntentKind.Rollback && Release is { EnvText: { } text } && text != Env.Text
            ? new EnvRestore
            {
                Fingerprint = Release.Manifest.EnvFileFingerprint,
                Keys = EnvRestore.Differing(Env.Values, Release.EnvValues),
                HttpPort = ReleaseEdge.HttpPort,
                HttpsPort = ReleaseEdge.HttpsPort,
            }
            : null;

    private static (WrittenRelease? Running, WrittenRelease? Wanted) ReadReleases(ReleaseStore store, Intent intent)
    {
        var history = store.ReadHistory();
        var running = WrittenRelease.Read(store, history.Current);
        if (intent.Kind is IntentKind.Deploy or IntentKind.Promote) return (running, null);
        return (running, history.Wanted(intent) == history.Current ? running : WrittenRelease.Read(store, history.Wanted(intent)));
    }

    private static void RefuseShared(EnvironmentDefinition environment, string file)
    {
        if (environment.Database is not { InSharedProject: true }) return;
        throw SlipwayException.Usage(
            $"{file} has its database in the shared project.",
            "name a service of the environment's own project under `database`.",
            "this version deploys environments that have a database service of their own."
        );
    }

    private static SlipwayException Missing(
        ImmutableArray<string> keys,
        LoadedEnvFile env,
        EnvironmentDefinition environment,
        string definition
    ) =>
        SlipwayException.Of(
            [.. keys.Select(key => MissingKey(key, env.DisplayName, definition))],
            $"Add the keys, or let `{Invocation.For("InitEnv", environment.Name.ToString())}` add those that the template has."
        );

    /// <summary>A key that a definition refers to and an env file lacks.</summary>
    internal static Problem MissingKey(string key, string envFile, string definition) =>
        new(envFile, 0, key, $"{definition} refers to this key, and the file does not have it", "the key with a value");
}
