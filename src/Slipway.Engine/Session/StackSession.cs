using Slipway.Core.Commands;
using Slipway.Core.Environments;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>
/// A stack as one command works with it. The definition is read and parsed once, when it is first asked for, so that all parts of the
/// command go by the same one.
/// </summary>
public sealed class StackSession
{
    private readonly Lazy<(string Text, StackDefinition Definition)> definition;

    /// <summary>Reads nothing yet.</summary>
    public StackSession(Host host, StackLocation location)
    {
        (Host, Location) = (host, location);
        Files = new StackFiles(host.Files, location);
        definition = new Lazy<(string, StackDefinition)>(ReadDefinition);
    }

    /// <summary>The ports of the machine.</summary>
    public Host Host { get; }

    /// <summary>Where the stack's files lie.</summary>
    public StackLocation Location { get; }

    /// <summary>The files that the definition names.</summary>
    internal StackFiles Files { get; }

    /// <summary>The definition.</summary>
    /// <exception cref="SlipwayException">It is missing or has problems.</exception>
    public StackDefinition Definition => definition.Value.Definition;

    /// <summary>The definition as it is written.</summary>
    public string DefinitionText => definition.Value.Text;

    /// <summary>Where the state lies.</summary>
    public StatePaths Paths => new(Location.StateRoot, Definition.Name);

    /// <summary>The same stack with nothing read yet, for whoever has to know what changed.</summary>
    public StackSession Again() => new(Host, Location);

    /// <summary>The environment of this name.</summary>
    /// <exception cref="SlipwayException">The definition has none.</exception>
    public EnvironmentDefinition Find(EnvironmentName name) => Definition.Find(name) ?? throw NoEnvironment(name.ToString());

    /// <summary>The environment that an operator names.</summary>
    /// <exception cref="SlipwayException">The definition has none of this name.</exception>
    public EnvironmentDefinition Find(string text) =>
        EnvironmentName.TryParse(text, out var name) ? Find(name) : throw NoEnvironment(text);

    /// <summary>The environment of a role, for targets that name none.</summary>
    /// <exception cref="SlipwayException">There is none, or several could have it.</exception>
    public EnvironmentDefinition Find(EnvironmentRole role)
    {
        if (Definition.Find(role) is { } found) return found;
        var able = Definition.Environments.Where(environment => environment.Role == role).ToArray();
        throw (role, able.Length) switch
        {
            (EnvironmentRole.Production, _) => SlipwayException.Usage(
                $"{Location.DisplayName} has no production among its environments: {Names(Definition.Environments)}.",
                "write `production: true` for the one that is production."
            ),
            (_, 0) => SlipwayException.Usage(
                $"{Location.DisplayName} has no environment that is not production: {Names(Definition.Environments)}.",
                "add one for development, for example `dev`."
            ),
            _ => SlipwayException.Usage(
                $"{Location.DisplayName} has several environments that are not production, and none is called dev: {Names(able)}.",
                "call the one for development `dev`; AddDeveloper and RemoveDeveloper take --environment=<name> too."
            ),
        };
    }

    /// <summary>An intent with what the definition adds to it: a promotion takes the release of development.</summary>
    /// <exception cref="SlipwayException">No environment is development.</exception>
    public Intent Complete(Intent intent) =>
        intent is { Kind: IntentKind.Promote, From: null } ? intent with { From = Find(EnvironmentRole.Development).Name } : intent;

    /// <summary>The releases of an environment.</summary>
    public ReleaseStore Store(EnvironmentName environment) => new(Host.Files, Paths, Find(environment).Name);

    /// <summary>The maintenance of an environment.</summary>
    public MaintenanceSwitch Maintenance(EnvironmentDefinition environment) =>
        new(Host.Files, Paths.Maintenance(environment.Compose.Project));

    /// <summary>
    /// Where people find an environment; empty where its env file is missing or wrong. A host is looked at in any state: that is no reason
    /// to show nothing.
    /// </summary>
    public string Url(EnvironmentDefinition environment)
    {
        if (environment.Compose.EnvFile is not { } name || Files.Read(name, []) is not { } text) return "";
        return EnvironmentResolution.Resolve(Definition, environment, EnvFile.Parse(text, name).Values).Environment.Url;
    }

    /// <summary>The refusal of what needs a release, where there is none.</summary>
    public SlipwayException NoRelease(EnvironmentDefinition environment) =>
        SlipwayException.Refused(
            $"{environment.Name} runs no release.",
            "",
            Definition.Find(environment.Role) == environment
                ? $"deploy it first: {Invocation.Of(Intent.For(IntentKind.Deploy, environment).Target)}"
                : "deploy it first."
        );

    /// <summary>Who works on an environment now, or null.</summary>
    public Lease? Worker(EnvironmentName environment) => Host.Locks.Read(Paths.Lock(environment));

    /// <summary>Takes the lock of an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="target">The target that needs it.</param>
    /// <exception cref="SlipwayException">Somebody else has it.</exception>
    public IHeldLock Lock(EnvironmentName environment, string target) => Lock(Paths.Lock(environment), target, environment.ToString());

    /// <summary>Takes the lock of an environment's maintenance, which a run that is under way does not hold.</summary>
    /// <inheritdoc cref="Lock(EnvironmentName, string)" />
    public IHeldLock LockMaintenance(EnvironmentName environment, string target) =>
        Lock(Paths.MaintenanceLock(environment), target, $"the maintenance of {environment}");

    private SlipwayException NoEnvironment(string name) =>
        SlipwayException.Usage($"{Location.DisplayName} has no environment {name}.", $"use one of: {Names(Definition.Environments)}.");

    private static string Names(IEnumerable<EnvironmentDefinition> environments) =>
        string.Join(", ", environments.Select(environment => environment.Name));

    private IHeldLock Lock(string path, string target, string what)
    {
        var taken = Host.Locks.TryTake(path, target, out var holder);
        if (taken is null) throw new SlipwayException(ExitCode.Refused, LockMessages.Refused(target, what, holder, Host.Clock.GetUtcNow()));
        if (taken.Left is { } left) Host.Report.Warn(LockMessages.TookOver(what, left, taken.LeftReason));
        return taken;
    }

    private (string Text, StackDefinition Definition) ReadDefinition()
    {
        var text = Files.ReadDefinition();
        var result = StackParser.Parse(text, Location.DisplayName);
        return (text, result.Definition ?? throw SlipwayException.Of(result.Problems));
    }
}
