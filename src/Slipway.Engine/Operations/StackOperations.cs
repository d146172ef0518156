using System.Collections.Immutable;
using Slipway.Core.Docker;
using Slipway.Core.Environments;
using Slipway.Core.Locks;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Engine.Definitions;
using Slipway.Engine.Ledgers;
using Slipway.Engine.Observing;
using Slipway.Engine.Ports;
using Slipway.Engine.Running;

namespace Slipway.Engine.Operations;

/// <summary>What can be done with a stack. A target calls one of these and prints what comes back.</summary>
public sealed class StackOperations(Host host, StackLocation location)
{
    private readonly DefinitionReader reader = new(host, location);
    private readonly Observer observer = new(host);
    private readonly DockerQueries docker = new(host.Commands);

    /// <summary>What would be done. Nothing is changed.</summary>
    public async Task<Plan> PlanAsync(Intent intent, CancellationToken cancellation)
    {
        using var activity = host.Report.Activity($"reading {location.DisplayName} and the host");
        var (reading, observed) = await LookAsync(intent, cancellation);
        return Planner.Plan(reading.Desired, observed, intent);
    }

    /// <summary>Does it: lock, plan, run. An empty plan has no effect and leaves no trace in the ledger.</summary>
    public async Task<RunOutcome> RunAsync(Intent intent, CancellationToken cancellation)
    {
        var stack = reader.ReadStack();
        var environment = reader.RequireEnvironment(stack, intent.Environment);
        var paths = new StatePaths(location.StateRoot, stack.Name);
        using var mine = Lock(paths.Lock(environment.Name), intent, environment.Name);
        // The edge serves all environments: only one run at a time may change it.
        using var edge = intent.Kind is IntentKind.Backup or IntentKind.Down ? null : Lock($"{paths.Root}/edge.lock", intent, "the edge");

        Reading reading;
        ObservedState observed;
        Plan plan;
        using (host.Report.Activity($"reading {location.DisplayName} and the host"))
        {
            (reading, observed) = await LookAsync(intent, cancellation);
            plan = Planner.Plan(reading.Desired, observed, intent);
        }

        if (observed.History.CutOff is { } cutOff)
        {
            host.Report.Warn($"run {cutOff.Run} ({cutOff.Intent} of {cutOff.Release?.ToString() ?? environment.Name}) was cut off at step {cutOff.Step ?? "none"}, {cutOff.StartedUtc:yyyy-MM-dd HH:mm} UTC; this run brings the environment to what it plans from the host as it is now");
        }

        if (plan.Changes)
        {
            foreach (var note in plan.Notes) host.Report.Say(note);
            var store = new ReleaseStore(host.Files, paths, environment.Name);
            var runner = new StepRunner(host, location, reading, plan, again => FingerprintAsync(intent, again));
            await new Executor(host, store.Ledger, runner) { Note = doing => { mine.Note(doing); edge?.Note(doing); } }.RunAsync(plan, observed.History.LastRun + 1, Serves(observed, environment.Name), cancellation);
        }

        return new RunOutcome(plan, reading.Desired.Environment.Url, reading.Desired.Environment.Access, reading.Desired.EnvFileIsNew && plan.Changes, reading.Desired.EnvFile);
    }

    /// <summary>What runs, in every environment of the stack.</summary>
    public async Task<ImmutableArray<EnvironmentStatus>> StatusAsync(CancellationToken cancellation)
    {
        var stack = reader.ReadStack();
        return [.. await Task.WhenAll(stack.Environments.Select(environment => StatusAsync(stack, environment.Name, cancellation)))];
    }

    /// <summary>The history of every environment, or of one.</summary>
    public ImmutableArray<EnvironmentHistory> ReadHistory(string? environment)
    {
        var stack = reader.ReadStack();
        if (environment is not null) reader.RequireEnvironment(stack, environment);
        var paths = new StatePaths(location.StateRoot, stack.Name);
        return
        [
            .. stack.Environments.Where(candidate => environment is null || candidate.Name == environment).Select(candidate =>
            {
                var store = new ReleaseStore(host.Files, paths, candidate.Name);
                var history = store.ReadHistory();
                var manifests = history.Releases.Select(release => store.ReadManifest(release.Id)).OfType<ReleaseManifest>().ToImmutableSortedDictionary(manifest => manifest.Id, manifest => manifest);
                return new EnvironmentHistory(candidate.Name, history, manifests);
            }),
        ];
    }

    /// <summary>Passes the services' log lines on, cleaned of secrets, until they end or the operator does.</summary>
    public async Task LogsAsync(string environmentName, ImmutableArray<string> services, int tail, bool follow, Action<string> onLine, CancellationToken cancellation)
    {
        var stack = reader.ReadStack();
        var environment = reader.RequireEnvironment(stack, environmentName);
        var paths = new StatePaths(location.StateRoot, stack.Name);
        var store = new ReleaseStore(host.Files, paths, environment.Name);
        var current = store.ReadHistory().Current ?? throw new SlipwayException(ExitCode.Refused, new Failure($"{environment.Name} runs no release.")
        {
            Do = $"deploy it first: ./build.sh --target={new Intent(IntentKind.Deploy, environment.Name).Target}",
            Now = "nothing was changed.",
        });
        var known = store.ReadManifest(current)?.Services.Keys.ToImmutableArray() ?? [];
        if (services.FirstOrDefault(service => !known.Contains(service)) is { } unknown)
        {
            throw new SlipwayException(ExitCode.Usage, new Failure($"{environment.Name} has no service {unknown}.") { Do = $"use one of: {string.Join(", ", known)}." });
        }

        var redactor = Core.Secrets.Redactor.ForEnvironment(reader.ReadEnvFile(environment, mayFill: false).Values);
        await docker.RequireEngineAsync(cancellation);
        var result = await host.Commands.RunAsync(
            ComposeCommands.Logs(environment.Compose.Project, paths.Compose(environment.Name, current), tail, follow, services), null, line => onLine(redactor.Clean(line)), cancellation);
        if (!result.Succeeded) throw new SlipwayException(ExitCode.Failed, new Failure("Compose could not show the logs.") { Why = redactor.Clean(result.Error.Trim()) });
    }

    /// <summary>Makes an env file from its template, or adds the keys that it lacks.</summary>
    public EnvFileOutcome InitEnv(string environmentName)
    {
        var stack = reader.ReadStack();
        var environment = reader.RequireEnvironment(stack, environmentName);
        if (environment.EnvTemplate is not { } template || environment.Compose.EnvFile is not { } name)
        {
            throw SlipwayException.Of([new Problem(location.DisplayName, 0, $"environments/{environment.Name}", "InitEnv needs both `envFile` and `envTemplate`")]);
        }

        var path = location.Resolve(name);
        var existing = host.Files.ReadText(path);
        var filled = EnvTemplate.Fill(reader.ReadTemplate(template), existing, host.RandomText);
        if (existing is null || filled.Text != existing) host.Files.WriteText(path, filled.Text);
        return new EnvFileOutcome(path, existing is null, [.. filled.AddedKeys], [.. filled.GeneratedKeys], [.. filled.StillPlaceholders]);
    }

    private async Task<(Reading Reading, ObservedState Observed)> LookAsync(Intent intent, CancellationToken cancellation)
    {
        var reading = await reader.ReadAsync(intent, cancellation);
        return (reading, await observer.ObserveAsync(reading.Desired, intent, cancellation));
    }

    /// <summary>The fingerprint of the plan that would be made now.</summary>
    private async Task<string> FingerprintAsync(Intent intent, CancellationToken cancellation)
    {
        var (reading, observed) = await LookAsync(intent, cancellation);
        return Planner.Plan(reading.Desired, observed, intent).Fingerprint;
    }

    private IHeldLock Lock(string path, Intent intent, string what)
    {
        var taken = host.Locks.TryTake(path, intent.Target, out var holder);
        if (taken is null) throw new SlipwayException(ExitCode.Refused, LockMessages.Refused(intent.Target, what, holder, host.Clock.GetUtcNow()));
        if (taken.Left is { } left) host.Report.Warn(LockMessages.TookOver(what, left, taken.LeftReason));
        return taken;
    }

    private static string Serves(ObservedState observed, string environment) =>
        (observed.Current, observed.Containers.Any(container => container.IsWell)) switch
        {
            ({ } current, true) => $"{environment} still serves release {current.Id}.",
            ({ } current, false) => $"{environment} does not run, as before; its release is {current.Id}.",
            (null, true) => $"{environment} has containers that run, of no release that this state folder knows.",
            _ => $"{environment} serves nothing yet.",
        };

    private async Task<EnvironmentStatus> StatusAsync(Core.Stack.StackDefinition stack, string name, CancellationToken cancellation)
    {
        var environment = stack.Find(name)!;
        var store = new ReleaseStore(host.Files, new StatePaths(location.StateRoot, stack.Name), name);
        var history = store.ReadHistory();
        var containers = await docker.ContainersAsync(environment.Compose.Project, cancellation);
        var manifest = history.Current is { } current ? store.ReadManifest(current) : null;
        return new EnvironmentStatus(name, history.Current, Url(stack, environment),
        [
            .. containers.Where(container => !container.IsOneOff).Select(container => container.Service).Concat(manifest?.Services.Keys ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(service => ServiceStatus.Of(service, [.. containers.Where(container => container.Service == service && !container.IsOneOff)], manifest?.Services.GetValueOrDefault(service))),
        ], history.CutOff);
    }

    private string Url(Core.Stack.StackDefinition stack, Core.Stack.EnvironmentDefinition environment)
    {
        // Status is for looking at a host in any state: an env file that is missing or wrong is no reason to show nothing.
        if (environment.Compose.EnvFile is not { } name || host.Files.ReadText(location.Resolve(name)) is not { } text ) return "";
        return EnvironmentResolution.Resolve(stack, environment, EnvFile.Parse(text, name).Values).Environment.Url;
    }
}
