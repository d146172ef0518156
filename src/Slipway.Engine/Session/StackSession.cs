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
    public EnvironmentDefinition Find(string name) =>
        Definition.Find(name)
        ?? throw SlipwayException.Usage(
            $"{Location.DisplayName} has no environment {name}.",
            $"use one of: {string.Join(", ", Definition.Environments.Select(environment => environment.Name))}."
        );

    /// <summary>
    /// An intent with what the definition adds to it: a promotion takes the release of the only environment besides, where the one that it
    /// names is none of the stack's.
    /// </summary>
    public Intent Complete(Intent intent)
    {
        if (intent.Kind != IntentKind.Promote || Definition.Find(intent.From) is not null) return intent;
        var others = Definition.Environments.Where(environment => environment.Name != intent.Environment).ToArray();
        return others.Length == 1 ? intent with { From = others[0].Name } : intent;
    }

    /// <summary>The releases of an environment.</summary>
    public ReleaseStore Store(string environment) => new(Host.Files, Paths, Find(environment).Name);

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
    public static SlipwayException NoRelease(string environment) =>
        SlipwayException.Refused(
            $"{environment} runs no release.",
            "",
            $"deploy it first: {Invocation.Of(new Intent(IntentKind.Deploy, environment).Target)}"
        );

    /// <summary>Who works on an environment now, or null.</summary>
    public Lease? Worker(string environment) => Host.Locks.Read(Paths.Lock(environment));

    /// <summary>Takes the lock of an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="target">The target that needs it.</param>
    /// <exception cref="SlipwayException">Somebody else has it.</exception>
    public IHeldLock Lock(string environment, string target) => Lock(Paths.Lock(environment), target, environment);

    /// <summary>Takes the lock of an environment's maintenance, which a run that is under way does not hold.</summary>
    /// <inheritdoc cref="Lock(string, string)" />
    public IHeldLock LockMaintenance(string environment, string target) =>
        Lock(Paths.MaintenanceLock(environment), target, $"the maintenance of {environment}");

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
