using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Environments;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Validation;
using Slipway.Core.Validation.Live;
using Slipway.Engine.Docker;
using Slipway.Engine.Edge;
using Slipway.Engine.Isolation;
using Slipway.Engine.Planning;
using Slipway.Engine.Ports;
using Slipway.Engine.Runs;
using Slipway.Engine.Session;
using Slipway.Engine.Validation;

namespace Slipway.Engine.Operations;

/// <summary>What can be done with a stack. A target calls one of these and prints what comes back.</summary>
public sealed class StackOperations(Host host, StackLocation location)
{
    // Beyond what a start may take: a build or a dump that a killed run has left.
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(3);

    private readonly DefinitionReader reader = new(host, location);
    private readonly StackValidator validator = new(host, location);
    private readonly DockerQueries docker = new(host.Commands);

    /// <summary>Whether warnings of the rules stand in the way of a release, as errors do.</summary>
    public bool IsStrict { get; init; }

    private PlanMaker Plans => new(host, location) { IsStrict = IsStrict };

    /// <summary>
    /// Every rule held against the stack. Where its files cannot be understood, the verdict says so, and that is an error of usage.
    /// </summary>
    public async Task<ValidationOutcome> ValidateAsync(CancellationToken cancellation)
    {
        using var activity = host.Report.Activity($"holding {location.DisplayName} against {RuleBook.Rules.Length} rules");
        try
        {
            var verdict = await validator.CheckAsync(deep: true, null, cancellation);
            return new ValidationOutcome(verdict, verdict.Passes(IsStrict) ? null : ValidationOutcome.Refusal(verdict));
        }
        catch (SlipwayException error) when (error.ExitCode == ExitCode.Usage)
        {
            return new ValidationOutcome(Verdict.Of(error, location.DisplayName), error);
        }
    }

    /// <summary>A file that a plan is saved to, or was.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="name">The name as the operator gave it.</param>
    public PlanFile PlanFile(string path, string name) => new(host, path, name);

    /// <summary>
    /// What would be done. Nothing is changed but the file that the plan is saved to, if there is one, and the key that goes with it.
    /// </summary>
    public async Task<Plan> PlanAsync(Intent intent, CancellationToken cancellation, PlanFile? file = null)
    {
        file?.RequireSavable(intent);
        if (intent.Kind is IntentKind.Resume or IntentKind.Abort)
            return CutOff(intent) is { } left ? left.PlanOf(intent) : Nothing(intent);
        if (StoreOf(intent.Environment).ReadHistory().CutOff is { } cutOff && Worker(intent.Environment) is null)
            host.Report.Warn($"{cutOff.Said(intent.Environment)}; {intent.Target} is refused until Resume or Abort has ended it");
        var planned = await Plans.MakeAsync(intent, cancellation);
        if (file is not null) await file.WriteAsync(planned, cancellation);
        return planned.Plan;
    }

    /// <summary>
    /// Does it: lock, plan, run; or, where a saved plan is given, runs exactly that. An empty plan has no effect and leaves no trace in the
    /// ledger.
    /// </summary>
    public async Task<RunOutcome> RunAsync(Intent intent, CancellationToken cancellation, PlanFile? file = null)
    {
        file?.RequireSavable(intent);
        if (intent.Kind is IntentKind.Resume or IntentKind.Abort) return await FinishAsync(intent, cancellation);
        var stack = reader.ReadStack();
        var environment = reader.RequireEnvironment(stack, intent.Environment);
        var paths = new StatePaths(location.StateRoot, stack.Name);
        var saved = file?.Read(stack.Name, intent);
        using var mine = Lock(paths.Lock(environment.Name), intent, environment.Name);
        var store = new ReleaseStore(host.Files, paths, environment.Name);
        RefuseCutOff(intent, store.ReadHistory());

        var (reading, observed, plan) = saved is null
            ? await Plans.MakeAsync(intent, cancellation)
            : await Plans.MakeAgainAsync(saved, file!.Name, file.ReadKey(paths), cancellation);

        RequireWindow(plan);
        if (plan.Changes)
        {
            foreach (var line in PlanText.Summary(plan))
                host.Report.Say(line);
            var run = new RunRecord
            {
                Format = RunRecord.CurrentFormat,
                Run = observed.History.LastRun + 1,
                Plan = plan,
                Desired = reading.Desired,
                Env = reading.Env,
            };
            store.Runs.Write(run);
            await using var watch = await WatchAsync(plan.Intent.Kind, stack, reading.Desired, cancellation);
            try
            {
                var traffic = await ExecutorOf(run, reading, store, mine, watch)
                    .RunAsync(plan, run.Run, Serves(observed, environment.Name), cancellation);
                return Outcome(plan, reading) with { Traffic = traffic };
            }
            finally
            {
                ForgetEnded(store);
            }
        }

        return Outcome(plan, reading);
    }

    /// <summary>
    /// The environment that Resume and Abort are meant for where none is named: the one whose run was cut off. Null where several were.
    /// </summary>
    public string? FindCutOff()
    {
        var all = reader.ReadStack().Environments.Select(environment => environment.Name).ToImmutableArray();
        var cutOff = all.Where(name => StoreOf(name).ReadHistory() is { CutOff: not null } or { NotTakenBack: not null })
            .ToImmutableArray();
        return cutOff.Length switch
        {
            0 => all[0],
            1 => cutOff[0],
            _ => null,
        };
    }

    /// <summary>Carries on with the run that was cut off, or takes it back. Where there is none there is nothing to do.</summary>
    private async Task<RunOutcome> FinishAsync(Intent intent, CancellationToken cancellation)
    {
        var stack = reader.ReadStack();
        var environment = reader.RequireEnvironment(stack, intent.Environment);
        var paths = new StatePaths(location.StateRoot, stack.Name);
        using var mine = Lock(paths.Lock(environment.Name), intent, environment.Name);
        if (ReadCutOff(intent) is not { } left) return new RunOutcome(Nothing(intent), "", null, false, "");

        await docker.RequireEngineAsync(cancellation);
        host.Report.Say(left.CutOff.Said(environment.Name));
        // One who took the run over may have died before what the first one had started came to its end.
        foreach (var owner in (mine.Left?.Owners ?? []).Append(left.CutOff.Owner).OfType<string>().Distinct(StringComparer.Ordinal))
            await host.Commands.SettleAsync(
                owner,
                left.Record.Desired.Environment.Health.Timeout + SettlePatience,
                host.Report.Say,
                cancellation
            );
        var plan = left.PlanOf(intent);
        var reading = left.Loaded;
        await using var watch = await WatchAsync(left.Record.Plan.Intent.Kind, stack, reading.Desired, cancellation);
        var executor = ExecutorOf(left.Record, reading, left.Store, mine, watch);
        var current = left.Store.ReadHistory().Current;
        var serves = current is { } release
            ? $"{environment.Name} is at release {release} again."
            : $"{environment.Name} serves nothing, as before.";
        try
        {
            if (intent.Kind == IntentKind.Abort)
            {
                var noticed = await executor.AbortAsync(left.Record.Plan, left.CutOff.Run, left.Progress, cancellation);
                return new RunOutcome(plan, "", null, false, reading.Desired.EnvFile) { Traffic = noticed };
            }

            await RefuseOtherSourceAsync(intent, left, cancellation);
            var traffic = await executor.ResumeAsync(left.Record.Plan, left.CutOff.Run, left.Progress, serves, cancellation);
            return Outcome(plan, reading) with { Traffic = traffic };
        }
        finally
        {
            ForgetEnded(left.Store);
        }
    }

    /// <summary>A run that was cut off, with everything that is known of it.</summary>
    private sealed record Unfinished(InterruptedRun CutOff, RunRecord Record, RunProgress Progress, ReleaseStore Store)
    {
        public LoadedEnvironment Loaded =>
            new(Record.Desired, Record.Env, Core.Secrets.Redactor.ForEnvironment([Record.Env.Values, .. Store.EnvVersions.ReadValues()]));

        /// <summary>What carrying on, or taking back, does.</summary>
        public Plan PlanOf(Intent intent) =>
            intent.Kind == IntentKind.Resume
                ? Record.Plan with
                {
                    Steps = Executor.ToRun(Record.Plan, Progress),
                    Cost = PlanCost.None,
                    Notes = [],
                }
                : Record.Plan with
                {
                    Intent = intent,
                    Steps =
                    [
                        .. Executor
                            .ToUndo(Record.Plan, Progress)
                            .Select(step => new Step(
                                step.Id,
                                step.Phase,
                                step.UndoTitle,
                                $"{step.Title} was {(Progress.Of(step.Id) == StepState.Done ? "done" : "begun")}",
                                step.Undo!
                            )),
                    ],
                    Cost = PlanCost.None,
                    Notes = [],
                };
    }

    /// <summary>What was cut off. Where its record is lost, an Abort gives the run up, so that nobody is locked out for ever.</summary>
    private Unfinished? ReadCutOff(Intent intent)
    {
        try
        {
            return CutOff(intent);
        }
        catch (SlipwayException error)
            when (intent.Kind == IntentKind.Abort
                && StoreOf(intent.Environment) is var store
                && store.ReadHistory().CutOff is { } cutOff
                && !store.Runs.IsReadable(cutOff.Run)
            )
        {
            var entry = new LedgerEntry
            {
                AtUtc = host.Clock.GetUtcNow(),
                Run = cutOff.Run,
                Event = LedgerEvent.RunAborting,
                Intent = cutOff.Intent,
                Release = cutOff.Release,
                By = host.Operator,
                Owner = host.Owner,
            };
            store.Ledger.Append(entry);
            store.Ledger.Append(
                entry with
                {
                    Event = LedgerEvent.RunAborted,
                    By = null,
                    Owner = null,
                    Text = "given up: " + error.Failure.What,
                }
            );
            throw new SlipwayException(
                ExitCode.Failed,
                new Failure($"{cutOff.Said(intent.Environment)}, and what it did could not be taken back.")
                {
                    Why = $"{error.Failure.What} {error.Failure.Why}",
                    Do =
                        $"look at `./build.sh --target=Status`; `./build.sh --target=Up --environment={intent.Environment}` starts what its release has again.",
                    Now = "the run is given up, and other commands are let through.",
                },
                error
            );
        }
    }

    private Unfinished? CutOff(Intent intent)
    {
        var store = StoreOf(intent.Environment);
        var entries = store.Ledger.Read();
        var history = Core.Releases.History.Of(entries);
        // What could not be taken back may be tried again; what was taken back cannot be carried on.
        var cutOff = history.CutOff ?? (intent.Kind == IntentKind.Abort ? history.NotTakenBack : null);
        return cutOff is null ? null : new Unfinished(cutOff, store.Runs.Read(cutOff.Run), RunProgress.Of(entries, cutOff.Run), store);
    }

    /// <summary>Who works on an environment now, or null.</summary>
    private Lease? Worker(string environment) =>
        host.Locks.Read(new StatePaths(location.StateRoot, reader.ReadStack().Name).Lock(environment));

    private Plan Nothing(Intent intent) => new() { Stack = reader.ReadStack().Name, Intent = intent, Fingerprint = "" };

    private ReleaseStore StoreOf(string environment)
    {
        var stack = reader.ReadStack();
        reader.RequireEnvironment(stack, environment);
        return new ReleaseStore(host.Files, new StatePaths(location.StateRoot, stack.Name), environment);
    }

    // Whether a release answers is asked while visitors are kept out, too.
    private Host HostOf(LoadedEnvironment reading) =>
        host with
        {
            Probe = host.Probe.WithPass(MaintenanceOf(reading.Desired.Environment, reading.Desired.Paths).ReadPass),
        };

    private Executor ExecutorOf(RunRecord run, LoadedEnvironment reading, ReleaseStore store, IHeldLock mine, ITrafficMeter? meter) =>
        new(
            host,
            store.Ledger,
            new StepRunner(HostOf(reading), location, reading, run.Plan, again => Plans.ChangesAsync(run.Plan, again)) { Traffic = meter }
        )
        {
            Note = mine.Note,
            Traffic = meter,
        };

    /// <summary>Begins the visits whose figures a run is judged by. What ends an environment, or does not touch it, has none.</summary>
    private async Task<ITrafficMeter?> WatchAsync(
        IntentKind kind,
        Core.Stack.StackDefinition stack,
        DesiredState desired,
        CancellationToken cancellation
    )
    {
        if (kind is IntentKind.Backup or IntentKind.Down) return null;
        var targets = await new TrafficReader(host, location).ReadAsync(stack, desired.HttpsPort, cancellation);
        return targets.IsEmpty ? null : host.Traffic.Measure(targets);
    }

    /// <summary>The records hold secrets and are of no use once their runs have ended.</summary>
    private static void ForgetEnded(ReleaseStore store)
    {
        if (store.ReadHistory() is { CutOff: null, NotTakenBack: null }) store.Runs.Clear();
    }

    private RunOutcome Outcome(Plan plan, LoadedEnvironment reading) =>
        new(
            plan,
            reading.Desired.Environment.Url,
            reading.Desired.Environment.Access,
            reading.Desired.EnvFileIsNew && plan.Changes,
            reading.Desired.EnvFile
        )
        {
            Maintenance = MaintenanceOf(reading.Desired.Environment, reading.Desired.Paths).Read(),
        };

    private static void RefuseCutOff(Intent intent, History history)
    {
        if (history.CutOff is not { } cutOff)
            return;
        throw new SlipwayException(
            ExitCode.Refused,
            new Failure($"{intent.Target} was refused: {cutOff.Said(intent.Environment)}.")
            {
                Do = Executor.WaysOut(intent.Environment),
                Now =
                    (
                        history.Current is { } current
                            ? $"{intent.Environment}'s release is {current}, "
                            : $"{intent.Environment} has no release yet, "
                    ) + "and nothing was changed by this command.",
            }
        );
    }

    /// <summary>The plan checks it again when it is run; a release that cannot be made now is not begun.</summary>
    private void RequireWindow(Plan plan)
    {
        var now = host.Clock.GetUtcNow();
        if (
            plan.Steps.Select(step => step.Action).OfType<CheckWindow>().FirstOrDefault() is not { Window: var window }
            || window.OpenUntil(now) is not null
        )
            return;
        throw new SlipwayException(ExitCode.Refused, WindowMessages.Closed(plan.Intent, window, now));
    }

    /// <summary>A release is built from the source that was planned, or not at all.</summary>
    private async Task RefuseOtherSourceAsync(Intent intent, Unfinished left, CancellationToken cancellation)
    {
        var isRead = Executor
            .ToRun(left.Record.Plan, left.Progress)
            .Any(step => step.Action is BuildImages { Source: null } or WriteRelease);
        var planned = left.Record.Desired.Builds;
        if (!isRead || planned.IsEmpty) return;
        var now = await reader.FingerprintsAsync(left.Record.Desired.Compose, cancellation);
        var changed = planned.Where(build => now.GetValueOrDefault(build.Key) != build.Value).Select(build => build.Key).ToImmutableArray();
        if (changed.IsEmpty)
            return;
        throw new SlipwayException(
            ExitCode.Refused,
            new Failure($"{intent.Target} was refused: the source of {string.Join(", ", changed)} is not the one that was planned.")
            {
                Why = "it changed since the run was cut off, and the release would not be what was planned.",
                Do =
                    $"bring the source back to what it was, or give the run up: ./build.sh --target=Abort --environment={intent.Environment}",
                Now = $"the run is where it was; {left.CutOff.Said(intent.Environment)}.",
            }
        );
    }

    /// <summary>Proves on the running host that the environments do not reach each other.</summary>
    public async Task<LiveVerdict> VerifyIsolationAsync(CancellationToken cancellation)
    {
        var stack = reader.ReadStack();
        await docker.RequireEngineAsync(cancellation);
        using var activity = host.Report.Activity("probing what the environments reach of each other");
        return await new IsolationProbe(host, location).ProveAsync(stack, cancellation);
    }

    /// <summary>What runs, in every environment of the stack.</summary>
    public async Task<ImmutableArray<EnvironmentStatus>> StatusAsync(CancellationToken cancellation)
    {
        var stack = reader.ReadStack();
        return [.. await Task.WhenAll(stack.Environments.Select(environment => StatusAsync(stack, environment.Name, cancellation)))];
    }

    /// <summary>Whether this host can run the stack.</summary>
    public Task<DoctorOutcome> DoctorAsync(CancellationToken cancellation) => new Doctor(host, location).LookAsync(cancellation);

    /// <summary>The history of every environment, or of one.</summary>
    public ImmutableArray<EnvironmentHistory> ReadHistory(string? environment)
    {
        var stack = reader.ReadStack();
        if (environment is not null) reader.RequireEnvironment(stack, environment);
        var paths = new StatePaths(location.StateRoot, stack.Name);
        return
        [
            .. stack
                .Environments.Where(candidate => environment is null || candidate.Name == environment)
                .Select(candidate =>
                {
                    var store = new ReleaseStore(host.Files, paths, candidate.Name);
                    var history = store.ReadHistory();
                    var manifests = history
                        .Releases.Select(release => store.ReadManifest(release.Id))
                        .OfType<ReleaseManifest>()
                        .ToImmutableSortedDictionary(manifest => manifest.Id, manifest => manifest);
                    return new EnvironmentHistory(candidate.Name, history, manifests);
                }),
        ];
    }

    /// <summary>Passes the services' log lines on, cleaned of secrets, until they end or the operator does.</summary>
    public async Task LogsAsync(
        string environmentName,
        ImmutableArray<string> services,
        int tail,
        bool follow,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var stack = reader.ReadStack();
        var environment = reader.RequireEnvironment(stack, environmentName);
        var paths = new StatePaths(location.StateRoot, stack.Name);
        var store = new ReleaseStore(host.Files, paths, environment.Name);
        var current = store.ReadHistory().Current
            ?? throw new SlipwayException(
                ExitCode.Refused,
                new Failure($"{environment.Name} runs no release.")
                {
                    Do = $"deploy it first: ./build.sh --target={new Intent(IntentKind.Deploy, environment.Name).Target}",
                    Now = Failure.NothingChanged,
                }
            );
        var known = store.ReadManifest(current)?.Services.Keys.ToImmutableArray() ?? [];
        if (services.FirstOrDefault(service => !known.Contains(service)) is { } unknown)
        {
            throw new SlipwayException(
                ExitCode.Usage,
                new Failure($"{environment.Name} has no service {unknown}.") { Do = $"use one of: {string.Join(", ", known)}." }
            );
        }

        var redactor = Core.Secrets.Redactor.ForEnvironment([
            reader.ReadEnvFile(environment, use: null).Values,
            .. store.EnvVersions.ReadValues(),
        ]);
        await docker.RequireEngineAsync(cancellation);
        var result = await host.Commands.RunAsync(
            ComposeCommands.Logs(environment.Compose.Project, paths.Compose(environment.Name, current), tail, follow, services),
            null,
            line => onLine(redactor.Clean(line)),
            cancellation
        );
        if (!result.Succeeded)
            throw new SlipwayException(
                ExitCode.Failed,
                new Failure("Compose could not show the logs.") { Why = redactor.Clean(result.Error.Trim()) }
            );
    }

    /// <summary>Makes an env file from its template, or adds the keys that it lacks.</summary>
    public EnvFileOutcome InitEnv(string environmentName)
    {
        var stack = reader.ReadStack();
        var environment = reader.RequireEnvironment(stack, environmentName);
        if (environment.EnvTemplate is not { } template || environment.Compose.EnvFile is not { } name)
        {
            throw SlipwayException.Of([
                new Problem(location.DisplayName, 0, $"environments/{environment.Name}", "InitEnv needs both `envFile` and `envTemplate`"),
            ]);
        }

        var path = location.Resolve(name);
        var existing = host.Files.ReadText(path);
        var filled = EnvTemplate.Fill(reader.ReadTemplate(template), existing, host.RandomText);
        if (existing is null || filled.Text != existing) host.Files.WriteText(path, filled.Text);
        return new EnvFileOutcome(path, existing is null, [.. filled.AddedKeys], [.. filled.GeneratedKeys], [.. filled.StillPlaceholders]);
    }

    /// <summary>
    /// Lets a developer into an environment beside the user of its definition, or gives one another password, at once and without cutting
    /// anybody off.
    /// </summary>
    /// <param name="environmentName">The environment.</param>
    /// <param name="user">The developer's name.</param>
    /// <param name="password">The password; null for a fresh one.</param>
    /// <param name="cancellation">Ends the command before its first effect.</param>
    public async Task<DeveloperOutcome> AddDeveloperAsync(
        string environmentName,
        string user,
        string? password,
        CancellationToken cancellation
    )
    {
        const string target = "AddDeveloper";
        var (stack, environment, paths) = Find(environmentName);
        var developers = new DeveloperAccess(host, stack, environment.Name, paths);
        if (environment.Access is null)
            throw Usage($"{environment.Name} asks nobody for a password.", $"add `access` to it in {location.DisplayName}, and deploy it.");
        if (!DeveloperList.IsName(user))
            throw Usage(
                "that is no name for a developer.",
                "take letters, digits, '.', '_', '@' and '-', 64 at most, beginning with a letter or digit."
            );
        if (password is not null && DeveloperPassword.Problem(password, user, stack.Name, environment.Name) is { } problem)
            throw Usage($"the password {problem}.", "take another one, or leave it out for a random one.");
        if (user == developers.DefinitionUser())
            throw Usage(
                $"{user} is the user of the definition.",
                $"take another name; that user's password stands in {environment.Compose.EnvFile}."
            );
        if (
            developers.Read().Has(user)
            && host.Ask.Confirm($"{user} may enter {environment.Name} already. Replace the password?") is not true
        )
            throw Usage($"{user} may enter {environment.Name} already.", "take another name, or replace the password: say so with --yes.");

        await docker.RequireEngineAsync(cancellation);
        using var mine = Lock(paths.Lock(environment.Name), target, environment.Name);
        using var edge = await new EdgeLock(host, paths).TakeAsync(target, host.Report.Say, cancellation);
        var container = await developers.EdgeContainerAsync(cancellation)
            ?? throw Refuse(
                "the edge does not run.",
                "Caddy hashes the password, and has to load it.",
                $"start it with the environment: ./build.sh --target=Up --environment={environment.Name}"
            );
        var known = developers.Read();
        var fresh = password is null ? host.RandomText(DeveloperPassword.Length) : null;
        var list = known.With(user, await developers.HashAsync(container, password ?? fresh!, cancellation));
        var isLoaded = await developers.ApplyAsync(list, container);
        return new DeveloperOutcome(environment.Name, user, Url(stack, environment), fresh, known.Has(user), isLoaded, list.Names);
    }

    /// <summary>Takes a developer out of an environment again, at once and without cutting anybody else off.</summary>
    public async Task<DeveloperOutcome> RemoveDeveloperAsync(string environmentName, string user, CancellationToken cancellation)
    {
        const string target = "RemoveDeveloper";
        var (stack, environment, paths) = Find(environmentName);
        var developers = new DeveloperAccess(host, stack, environment.Name, paths);
        if (user == developers.DefinitionUser())
            throw Usage(
                $"{user} is the user of the definition.",
                $"change `access` of {environment.Name} in {location.DisplayName}, and deploy it."
            );

        await docker.RequireEngineAsync(cancellation);
        using var mine = Lock(paths.Lock(environment.Name), target, environment.Name);
        using var edge = await new EdgeLock(host, paths).TakeAsync(target, host.Report.Say, cancellation);
        var container = await developers.EdgeContainerAsync(cancellation);
        var known = developers.Read();
        if (!known.Has(user))
        {
            // Whoever was taken out by a command that was cut off may still come in.
            if (developers.IsUnfinished)
                await developers.ApplyAsync(known, container);
            throw Usage(
                $"{environment.Name} has no such developer.",
                known.Names.IsEmpty ? "nobody was added to it." : $"name one of: {string.Join(", ", known.Names)}."
            );
        }

        var list = known.Without(user);
        var isLoaded = await developers.ApplyAsync(list, container);
        return new DeveloperOutcome(environment.Name, user, Url(stack, environment), null, false, isLoaded, list.Names);
    }

    /// <summary>Shows visitors of an environment a page in place of it, at once and without a reload; changes what is on already.</summary>
    /// <param name="environmentName">The environment.</param>
    /// <param name="retryAfter">After how long visitors are told to come back.</param>
    /// <param name="allowed">Addresses that are let through.</param>
    /// <param name="cancellation">Ends the command before its effect.</param>
    public async Task<MaintenanceOutcome> TurnMaintenanceOnAsync(
        string environmentName,
        TimeSpan retryAfter,
        ImmutableArray<string> allowed,
        CancellationToken cancellation
    )
    {
        var (stack, environment, paths) = Find(environmentName);
        var wrong = allowed.Where(text => ClientAddress.Parse(text) is null).ToImmutableArray();
        if (!wrong.IsEmpty)
            throw Usage(
                $"{string.Join(", ", wrong)} {(wrong.Length == 1 ? "is no address" : "are no addresses")}.",
                "name single addresses of IPv4 or IPv6, as the edge sees them; it knows no ranges and no names."
            );

        var store = new ReleaseStore(host.Files, paths, environment.Name);
        var current = store.ReadCurrent()
            ?? throw Refuse(
                $"{environment.Name} runs no release.",
                "",
                $"deploy it first: ./build.sh --target={new Intent(IntentKind.Deploy, environment.Name).Target}"
            );
        var import = $"import maintenance {environment.Compose.Project}";
        if (
            !current.Sites.Keys.Any(site => host.Files.ReadText($"{paths.Edge}/{site}")?.Contains(import, StringComparison.Ordinal) == true)
        )
            throw Refuse(
                $"the rules that the edge has for {environment.Name} know no maintenance.",
                "no site of its release imports it.",
                "write `import maintenance {$PROJECT}` into its sites, and deploy it."
            );

        await docker.RequireEngineAsync(cancellation);
        if (await new DeveloperAccess(host, stack, environment.Name, paths).EdgeContainerAsync(cancellation) is null)
            throw Refuse(
                "the edge does not run.",
                "nobody would see the page.",
                $"start it with the environment: ./build.sh --target=Up --environment={environment.Name}"
            );

        using var mine = Lock(paths.MaintenanceLock(environment.Name), "Maintenance", $"the maintenance of {environment.Name}");
        var state = new MaintenanceState(
            retryAfter,
            [.. allowed.Select(address => ClientAddress.Parse(address)!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        );
        MaintenanceOf(environment, paths).On(state, host.RandomText);
        return new MaintenanceOutcome(environment.Name, Url(stack, environment), state, WasOn: false);
    }

    /// <summary>Ends the maintenance of an environment; nothing to do where there is none.</summary>
    public MaintenanceOutcome TurnMaintenanceOff(string environmentName)
    {
        var (stack, environment, paths) = Find(environmentName);
        using var mine = Lock(paths.MaintenanceLock(environment.Name), "Maintenance", $"the maintenance of {environment.Name}");
        var maintenance = MaintenanceOf(environment, paths);
        var was = maintenance.Read();
        maintenance.Off();
        return new MaintenanceOutcome(environment.Name, Url(stack, environment), null, was is not null);
    }

    private (Core.Stack.StackDefinition Stack, Core.Stack.EnvironmentDefinition Environment, StatePaths Paths) Find(string environment)
    {
        var stack = reader.ReadStack();
        return (stack, reader.RequireEnvironment(stack, environment), new StatePaths(location.StateRoot, stack.Name));
    }

    private MaintenanceSwitch MaintenanceOf(Core.Stack.EnvironmentDefinition environment, StatePaths paths) =>
        new(host.Files, paths.Maintenance(environment.Compose.Project));

    private static SlipwayException Refuse(string what, string why, string remedy) =>
        new(
            ExitCode.Refused,
            new Failure(what)
            {
                Why = why,
                Do = remedy,
                Now = Failure.NothingChanged,
            }
        );

    private static SlipwayException Usage(string what, string remedy) =>
        new(ExitCode.Usage, new Failure(what) { Do = remedy, Now = Failure.NothingChanged });

    private IHeldLock Lock(string path, Intent intent, string what) => Lock(path, intent.Target, what);

    private IHeldLock Lock(string path, string target, string what)
    {
        var taken = host.Locks.TryTake(path, target, out var holder);
        if (taken is null) throw new SlipwayException(ExitCode.Refused, LockMessages.Refused(target, what, holder, host.Clock.GetUtcNow()));
        if (taken.Left is { } left) host.Report.Warn(LockMessages.TookOver(what, left, taken.LeftReason));
        return taken;
    }

    private static string Serves(ObservedState observed, string environment) =>
        (observed.Current, observed.Containers.Any(container => container.IsHealthy)) switch
        {
            ({ } current, true) => $"{environment} still serves release {current.Id}.",
            ({ } current, false) => $"{environment} does not run, as before; its release is {current.Id}.",
            (null, true) => $"{environment} has containers that run, of no release that this state folder knows.",
            _ => $"{environment} serves nothing yet.",
        };

    private async Task<EnvironmentStatus> StatusAsync(Core.Stack.StackDefinition stack, string name, CancellationToken cancellation)
    {
        var environment = stack.Find(name)!;
        var paths = new StatePaths(location.StateRoot, stack.Name);
        var store = new ReleaseStore(host.Files, paths, name);
        var history = store.ReadHistory();
        var containers = await docker.ContainersAsync(environment.Compose.Project, cancellation);
        var manifest = history.Current is { } current ? store.ReadManifest(current) : null;
        return new EnvironmentStatus(
            name,
            history.Current,
            Url(stack, environment),
            [
                .. containers
                    .Where(container => !container.IsOneOff)
                    .Select(container => container.Service)
                    .Concat(manifest?.Services.Keys ?? [])
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(service =>
                        ServiceStatus.Of(
                            service,
                            [.. containers.Where(container => container.Service == service && !container.IsOneOff)],
                            manifest?.Services.GetValueOrDefault(service)
                        )
                    ),
            ]
        )
        {
            Developers = new DeveloperAccess(host, stack, name, paths).Read().Names,
            Maintenance = MaintenanceOf(environment, paths).Read(),
            Worker = Worker(name),
            CutOff = history.CutOff,
        };
    }

    private string Url(Core.Stack.StackDefinition stack, Core.Stack.EnvironmentDefinition environment)
    {
        // Status is for looking at a host in any state: an env file that is missing or wrong is no reason to show nothing.
        if (environment.Compose.EnvFile is not { } name || host.Files.ReadText(location.Resolve(name)) is not { } text ) return "";
        return EnvironmentResolution.Resolve(stack, environment, EnvFile.Parse(text, name).Values).Environment.Url;
    }
}
