using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Slipway.Core.Backups;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Json;
using Slipway.Core.Observed;
using Slipway.Core.Planning;
using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Reports;
using Slipway.Core.Stack;
using Slipway.Core.Text;
using Slipway.Engine.Docker;
using Slipway.Engine.Edge;
using Slipway.Engine.Health;
using Slipway.Engine.Isolation;
using Slipway.Engine.Ports;
using Slipway.Engine.Rollout;
using Slipway.Engine.Session;

namespace Slipway.Engine.Runs;

/// <summary>Has the effects of a plan for one environment.</summary>
/// <param name="host">The world.</param>
/// <param name="location">Where the stack's files lie.</param>
/// <param name="reading">What was wanted when the plan was made.</param>
/// <param name="plan">The plan.</param>
/// <param name="changes">Reads and observes again, and names what changed since the plan was made.</param>
public sealed class StepRunner(
    Host host,
    StackLocation location,
    LoadedEnvironment reading,
    Plan plan,
    Func<CancellationToken, Task<ImmutableArray<string>>> changes
) : IStepRunner
{
    private const int EvidenceLines = ContainerWatch.EvidenceLines;

    // Requests wait for at most 30 s in all; a socket that stays open must not use that up.
    private static readonly TimeSpan QuietPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan GuardPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan GoodPause = TimeSpan.FromMilliseconds(150);

    private readonly DockerQueries docker = new(host.Commands);

    private readonly DateTimeOffset began = host.Clock.GetUtcNow();

    /// <summary>The visits that are under way while the run works; null where nobody visits.</summary>
    public ITrafficWatch? Watch { get; init; }

    private DesiredState Desired => reading.Desired;

    private StatePaths Paths => Desired.Paths;

    private MaintenanceSwitch Maintenance => new(host.Files, Paths.Maintenance(Desired.Project));

    private ReleaseStore Store => new(host.Files, Paths, Desired.Environment.Name);

    /// <inheritdoc />
    public async Task<StepEvidence> RunAsync(StepAction action, Action<string> onLine, CancellationToken cancellation)
    {
        try
        {
            using var edge = action.ChangesEdge
                ? await new EdgeLock(host, Paths).TakeAsync(plan.Intent.Target, onLine, cancellation)
                : null;
            return action switch
            {
                RunCommands it => await RunCommandsAsync(it, onLine, cancellation),
                StartServices it => await StartServicesAsync(it, onLine, cancellation),
                CreateNetwork it => await CreateNetworkAsync(it, onLine, cancellation),
                RemoveNetwork it => await RemoveNetworkAsync(it, onLine, cancellation),
                RemoveContainers it => await RemoveContainersAsync(it.Names, onLine, cancellation),
                StopEdge it => await StopEdgeAsync(it, onLine, cancellation),
                RunMigrations it => await MigrateAsync(it, onLine, cancellation),
                CheckUnchanged => await CheckUnchangedAsync(cancellation),
                CheckWindow it => CheckWindow(it.Window),
                AskGuard it => await AskGuardAsync(it, onLine, cancellation),
                WriteEnvFile it => WriteEnvFile(it),
                RestoreEnvFile it => RestoreEnvFile(it),
                CreateCertificates it => CreateCertificates(it),
                WriteAndRun it => await WriteAndRunAsync(it, onLine, cancellation),
                DumpDatabase it => await DumpAsync(it, cancellation),
                BuildImages it => await BuildAsync(it, onLine, cancellation),
                WriteRelease it => await WriteReleaseAsync(it, cancellation),
                StartBeside it => await StartBesideAsync(it, onLine, cancellation),
                SwitchTraffic it => SwitchTraffic(it),
                Retire it => await Retiring(onLine, cancellation).RunAsync(it, onLine, cancellation),
                ApplyEdge it => await ApplyEdgeAsync(it, onLine, cancellation),
                CheckHealth it => await CheckHealthAsync(it, onLine, cancellation),
                WatchSoak it => await WatchSoakAsync(it, onLine, cancellation),
                VerifyIsolation => await VerifyIsolationAsync(cancellation),
                CheckTraffic it => CheckTraffic(it),
                _ => throw new InvalidOperationException($"No runner for {action.GetType().Name}."),
            };
        }
        catch (SlipwayException error)
        {
            // A port said it in full already; here it is the reason why the step failed.
            var failure = error.Failure;
            throw new StepFailedException(
                failure.Why.Length > 0 ? $"{failure.What} {failure.Why}" : failure.What,
                failure.Evidence,
                failure.EvidenceOf,
                error
            )
            {
                Remedy = failure.Do,
                ExitCode = error.ExitCode,
            };
        }
    }

    private async Task<string> RunCommandsAsync(RunCommands action, Action<string> onLine, CancellationToken cancellation)
    {
        foreach (var command in action.Commands) await RunAsync(command, onLine, cancellation);
        return "";
    }

    private async Task<StepEvidence> StartServicesAsync(
        StartServices action,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var away = await new EventWatch(docker, host.Clock, action.Project).MeasureAsync(
            () => HeldAsync(action.Held, () => RunAsync(action.Command, onLine, cancellation), onLine, cancellation),
            cancellation
        );
        return away.IsEmpty
            ? ""
            : new StepEvidence(
                "away: "
                    + string.Join(
                        ", ",
                        away.Select(service => string.Create(CultureInfo.InvariantCulture, $"{service.Key} {service.Value:0.0} s"))
                    )
            )
            {
                Away = away,
            };
    }

    private async Task<string> CreateNetworkAsync(CreateNetwork action, Action<string> onLine, CancellationToken cancellation)
    {
        // A run that was cut off may have made it already.
        if ((await docker.NetworksAsync(cancellation)).Contains(action.Name)) return "it is there";
        await RunAsync(DockerCommands.CreateNetwork(action.Name), onLine, cancellation);
        return "";
    }

    private async Task<string> RemoveNetworkAsync(RemoveNetwork action, Action<string> onLine, CancellationToken cancellation)
    {
        if (!(await docker.NetworksAsync(cancellation)).Contains(action.Name))
            return "it is not there";
        if (await docker.ProjectsOnAsync(action.Name, cancellation) is { IsEmpty: false } users)
            return $"it stays: {string.Join(", ", users)} uses it";
        await RunAsync(DockerCommands.RemoveNetwork(action.Name), onLine, cancellation);
        return "";
    }

    private async Task<string> RemoveContainersAsync(ImmutableArray<string> names, Action<string> onLine, CancellationToken cancellation)
    {
        var there = await docker.InspectAsync(names, cancellation);
        await Task.WhenAll(
            there
                .Where(container => container.State == "running")
                .Select(container => host.Commands.RunAsync(DockerCommands.Stop(container.Name), cancellation: cancellation))
        );
        // One that Compose was to remove by itself may be gone by now, which is no failure.
        await Task.WhenAll(there.Select(container => RunAsync(DockerCommands.Remove(container.Name), onLine, cancellation)));
        return string.Join(", ", there.Select(container => container.Name));
    }

    private async Task<string> StopEdgeAsync(StopEdge action, Action<string> onLine, CancellationToken cancellation)
    {
        var users = (await docker.ProjectsOnAsync(action.Network, cancellation)).Remove(Desired.Stack.Edge.Compose.Project);
        if (!users.IsEmpty) return $"it stays: {string.Join(", ", users)} uses it";
        await RunAsync(action.Down, onLine, cancellation);
        EdgeRecord.Note(host.Files, Paths, [KeyValuePair.Create(EdgeFile.ComposePath, "")]);
        return "";
    }

    private async Task<string> MigrateAsync(RunMigrations action, Action<string> onLine, CancellationToken cancellation)
    {
        var earlier = "";
        if ((await docker.InspectAsync([action.Container], cancellation)).FirstOrDefault() is { } left)
        {
            // Of a run that was cut off. Two at once could meet in the database, and one that is ended in the middle may leave it half
            // changed.
            if (left.State == "running")
            {
                onLine($"waiting for {left.Name}, which a run that was cut off has started");
                await RunAsync(DockerCommands.Wait(left.Name), onLine, cancellation);
            }

            earlier = await docker.OutputAsync(left.Name, cancellation);
            await RemoveContainersAsync([left.Name], onLine, cancellation);
        }

        var result = await HeldAsync(action.Held, () => RunAsync(action.Command, onLine, cancellation), onLine, cancellation);
        return reading.Redactor.Clean((earlier + result.Output).Trim());
    }

    private async Task<CommandResult> RunAsync(Command command, Action<string> onLine, CancellationToken cancellation)
    {
        // Cut off between two of its effects, a command would leave what no plan knows: it outlives this process.
        var result = await host.Commands.RunDetachedAsync(command, line => onLine(reading.Redactor.Clean(line)), cancellation);
        if (result.Succeeded) return result;

        await docker.RequireEngineAsync(cancellation);
        var (evidence, of) = await EvidenceAsync(result, cancellation);
        throw new StepFailedException($"`{command}` ended with exit code {result.ExitCode}.", evidence, of);
    }

    /// <summary>
    /// The last lines of a container that is not well, if there is one: they say more than Compose does. Otherwise those of the command.
    /// </summary>
    private async Task<(ImmutableArray<string> Lines, string Of)> EvidenceAsync(CommandResult result, CancellationToken cancellation)
    {
        var unwell = (await docker.ContainersAsync(Desired.Project, cancellation)).FirstOrDefault(container =>
            !container.IsHealthy && container.Health != "starting"
        );
        if (unwell is not null && result.Error.Contains(unwell.Name, StringComparison.Ordinal))
            return (await LogAsync(unwell.Name, cancellation), unwell.Name);
        return (
            [
                .. (result.Output + "\n" + result.Error)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => reading.Redactor.Clean(line.TrimEnd()))
                    .TakeLast(EvidenceLines),
            ],
            "the output"
        );
    }

    private async Task<ImmutableArray<string>> LogAsync(string container, CancellationToken cancellation) =>
        [.. (await docker.LastLinesAsync(container, EvidenceLines, cancellation)).Select(reading.Redactor.Clean)];

    private async Task<string> CheckUnchangedAsync(CancellationToken cancellation)
    {
        var changed = await changes(cancellation);
        if (changed.IsEmpty) return "as planned";
        throw new StepFailedException($"since the plan was made:\n{PlanChanges.Text(changed)}")
        {
            Remedy = $"run {plan.Intent.Target} again, which plans again.",
            ExitCode = ExitCode.Refused,
        };
    }

    private string CheckWindow(MaintenanceWindow window)
    {
        var now = host.Clock.GetUtcNow();
        if (window.OpenUntil(now) is { } end) return string.Create(CultureInfo.InvariantCulture, $"open until {end:yyyy-MM-dd HH:mm} UTC");
        var failure = WindowMessages.Closed(plan.Intent, window, now);
        throw new StepFailedException($"{failure.What} {failure.Why}") { Remedy = failure.Do, ExitCode = ExitCode.Refused };
    }

    private async Task<string> AskGuardAsync(AskGuard action, Action<string> onLine, CancellationToken cancellation)
    {
        var guard = action.Guard;
        var began = host.Clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var (isThrough, said) = await AskOnceAsync(action, cancellation);
            if (isThrough) return attempt == 1 ? "it holds" : $"it holds, at attempt {attempt}";
            var left = guard.Wait - host.Clock.GetElapsedTime(began);
            // Whoever wants to stop is not kept waiting for what may take hours.
            if (left <= TimeSpan.Zero || host.Stop.Signal is not null)
            {
                throw new StepFailedException(
                    $"the guard does not let {plan.Intent.Target} through: {guard.Name}.",
                    said,
                    $"`{action.Command}`"
                )
                {
                    Remedy = $"wait until it holds, or give it longer: waitSeconds of the guard in {location.DisplayName}.",
                    ExitCode = ExitCode.Refused,
                };
            }

            onLine($"waiting for: {guard.Name}; {left.TotalSeconds:0} s left");
            await Task.Delay(left < GuardPause ? left : GuardPause, host.Clock, cancellation);
        }
    }

    private async Task<(bool IsThrough, ImmutableArray<string> Said)> AskOnceAsync(
        AskGuard action,
        CancellationToken cancellation
    )
    {
        using var limit = new CancellationTokenSource(action.Guard.Timeout, host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var result = await host.Commands.RunAsync(action.Command, cancellation: either.Token);
            return (
                result.Succeeded,
                [
                    .. (result.Output + "\n" + result.Error)
                        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                        .Select(line => reading.Redactor.Clean(line.TrimEnd()))
                        .TakeLast(EvidenceLines),
                ]
            );
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return (false, [$"no answer within {action.Guard.Timeout.TotalSeconds:0} s"]);
        }
    }

    private string WriteEnvFile(WriteEnvFile action)
    {
        if (host.Files.ReadText(action.Path) is { } text && text != reading.Env.Text)
        {
            throw new StepFailedException($"{action.Path} has come to be there since the plan was made; it is not overwritten.")
            {
                ExitCode = ExitCode.Refused,
            };
        }

        host.Files.WriteText(action.Path, reading.Env.Text.Reveal());
        host.Report.Warn($"made {action.Path} with fresh random secrets (mode 0600); keep it, the data is locked with them");
        return "";
    }

    /// <summary>
    /// Both files are kept before the one is replaced, so that this can be cut off at any point, run again and taken back.
    /// </summary>
    private string RestoreEnvFile(RestoreEnvFile action)
    {
        var version = Store.EnvVersions.Read(action.Version)
            ?? throw new StepFailedException(
                $"{action.Folder}/{StatePaths.EnvVersionName(action.Version)} is missing, or not as it was kept."
            )
            {
                ExitCode = ExitCode.Refused,
            };
        if (CanonicalJson.Sha256(reading.Env.Text.Reveal()) == action.Before)
            Store.EnvVersions.Keep(reading.Env.Text.Reveal());
        var present = host.Files.ReadText(action.Path);
        if (present == version) return "it is there";

        // Somebody may have edited it since the plan was made; that is kept too.
        var kept = present is null ? "" : $"the one before is kept as {action.Folder}/{Store.EnvVersions.Keep(present)}";
        host.Files.WriteText(action.Path, version);
        return kept;
    }

    private string CreateCertificates(CreateCertificates action)
    {
        host.Certificates.Create(action.Certificates, action.Folder);
        return "";
    }

    private async Task<string> WriteAndRunAsync(WriteAndRun action, Action<string> onLine, CancellationToken cancellation)
    {
        // Another environment's run may have started it meanwhile, and starting it anew would cut what it serves.
        var fingerprint = EdgeFile.Of(EdgeFile.ComposePath, action.Text.Reveal()).Fingerprint;
        if (
            EdgeRecord.Read(host.Files, Paths).GetValueOrDefault(EdgeFile.ComposePath) == fingerprint
            && (await docker.ContainersAsync(Desired.Stack.Edge.Compose.Project, cancellation)).Any(container =>
                container.Service == Desired.Stack.Edge.Service && container.IsHealthy
            )
        )
            return "it runs already";

        // The edge's container mounts these folders; Docker would make them itself, readable by everybody.
        foreach (var folder in new[] { "sites", "access", Upstream.Folder }) host.Files.CreateFolder($"{Paths.Edge}/{folder}");
        if (action.Rules is { Text: { } rules } file) host.Files.WriteText($"{Paths.Edge}/{file.Path}", rules.Reveal());
        host.Files.WriteText(action.Path, action.Text.Reveal());
        await RunAsync(action.Command, onLine, cancellation);
        EdgeRecord.Note(host.Files, Paths, [KeyValuePair.Create(EdgeFile.ComposePath, fingerprint)]);
        return "";
    }

    private async Task<string> DumpAsync(DumpDatabase action, CancellationToken cancellation)
    {
        host.Files.CreateFolder(action.Folder);
        // A run that was cut off may have taken it already; without its record a dump is not known to be complete.
        if (host.Files.Exists($"{action.Folder}/{action.BackupId}.json")) return $"{action.BackupId}: it is there";
        host.Files.Delete($"{action.Folder}/{action.BackupId}.dump");
        var stored = await host.Commands.RunToFileAsync(action.Command, $"{action.Folder}/{action.BackupId}.dump", cancellation);
        if (!stored.Result.Succeeded || stored.Bytes == 0)
        {
            throw new StepFailedException(
                $"`{action.Command}` ended with exit code {stored.Result.ExitCode} and wrote {stored.Bytes} bytes.",
                [
                    .. stored
                        .Result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                        .Select(reading.Redactor.Clean)
                        .TakeLast(EvidenceLines),
                ],
                "pg_dump"
            );
        }

        var record = new BackupRecord
        {
            Id = action.BackupId,
            Environment = Desired.Environment.Name,
            Database = action.Database,
            Bytes = stored.Bytes,
            Sha256 = stored.Sha256,
            CreatedUtc = host.Clock.GetUtcNow(),
        };
        host.Files.WriteText($"{action.Folder}/{action.BackupId}.json", JsonSerializer.Serialize(record, StateJson.Indented));

        // Only now, with a new one complete on disk, may old ones go.
        var complete = Observer.Ids(host.Files, action.Folder).ToImmutableArray();
        // One of a saved plan has the time of that plan in its name, and may be older than others by it.
        foreach (var old in BackupRetention.Surplus(complete, action.Kept).Where(id => id != action.BackupId))
        {
            host.Files.Delete($"{action.Folder}/{old}.json");
            host.Files.Delete($"{action.Folder}/{old}.dump");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{action.BackupId}: {stored.Bytes} bytes, sha256 {stored.Sha256}");
    }

    private async Task<string> BuildAsync(BuildImages action, Action<string> onLine, CancellationToken cancellation)
    {
        (string From, string To)? exported = null;
        if (action.Source is { } source)
        {
            host.Files.DeleteFolder(source.Folder);
            exported = (await host.Source.ExportAsync(location.Folder, source.Snapshot, source.Folder, cancellation), source.Folder);
        }

        host.Files.WriteText(action.File, ReleaseRendering.Build(Desired.Compose, plan.Release!.Value, action.Images, exported));
        await RunAsync(action.Command, onLine, cancellation);
        if (exported is var (_, folder)) host.Files.DeleteFolder(folder);
        return string.Join(", ", action.Images.Values);
    }

    private async Task<string> WriteReleaseAsync(WriteRelease action, CancellationToken cancellation)
    {
        var ids = await docker.ImageIdsAsync(action.Services.Select(service => service.Image), cancellation);
        var lacking = action
            .Services.Where(service => !ids.ContainsKey(service.Image))
            .Select(service => service.Image)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableArray();
        if (!lacking.IsEmpty)
            throw new StepFailedException($"the engine has no image {string.Join(", ", lacking)} although it was built or pulled.");

        var current = Store.ReadCurrent() is { } now ? Store.ReadCompose(now) : null;
        var promoted = plan.Intent.Kind == IntentKind.Promote ? new ReleaseStore(host.Files, Paths, plan.Intent.From).ReadCurrent()! : null;
        var manifest = new ReleaseManifest
        {
            Id = action.Release,
            Environment = Desired.Environment.Name,
            CreatedUtc = host.Clock.GetUtcNow(),
            By = host.Operator,
            Source = promoted?.Source ?? await SourceAsync(action.Release, cancellation),
            Fingerprint = action.Fingerprint,
            EnvFileFingerprint = Desired.EnvFileFingerprint,
            EnvVersion = action.EnvVersions is not null ? Store.EnvVersions.Keep(reading.Env.Text.Reveal()) : null,
            Services = action.Services.ToImmutableSortedDictionary(
                service => service.Name,
                service => new ReleaseService
                {
                    Image = service.Image,
                    ImageId = ids[service.Image],
                    Specification = service.Specification,
                    Build = service.Build,
                    BuildSection = service.BuildSection,
                    Since = service.Since,
                    Upstream = service.Upstream,
                    StandsBeside = service.StandsBeside,
                },
                StringComparer.Ordinal),
            Volumes = [.. Desired.Compose.Volumes],
            Folders = [.. Desired.Compose.Folders],
            Sites = Desired.Sites.ToImmutableSortedDictionary(site => site.Path, site => site.Text!.Reveal(), StringComparer.Ordinal),
            Routes = [.. Desired.Environment.Routes.Select(ReleaseRoute.Of)],
            Access = Desired.EdgeFiles.FirstOrDefault(file => file.User is not null) is { } users
                ? new ReleaseAccess(users.Path, users.User!, users.Fingerprint)
                : null,
            PromotedFrom = promoted?.Id,
            PromotedFromEnvironment = promoted?.Environment,
            // The one that was taken before; a plan may have another one later.
            Backup = plan
                .Steps.TakeWhile(step => step.Action != action)
                .Select(step => (step.Action as DumpDatabase)?.BackupId)
                .LastOrDefault(id => id is not null),
        };
        Store.Write(
            manifest,
            ReleaseRendering.Compose(Desired.Compose, action.Release, action.Services, Desired.Stack.Edge.Network, current)
        );
        return string.Join(
            ", ",
            manifest
                .Services.Where(service => service.Value.Build is not null)
                .Select(service => $"{service.Key} {service.Value.ShortImageId}")
        );
    }

    /// <summary>The source of the images: kept in git, so that they can be built again with other arguments.</summary>
    private async Task<SourceRevision> SourceAsync(ReleaseId release, CancellationToken cancellation)
    {
        if (Desired.Source.Commit is null)
            return Desired.Source;
        var excluded = Desired
            .Stack.Environments.Select(environment => environment.Compose.EnvFile)
            .OfType<string>()
            .Select(location.Resolve)
            .Append(Paths.Root);
        var name = $"{Desired.Stack.Name}/{Desired.Environment.Name}/{release}";
        return Desired.Source with { Snapshot = await host.Source.SnapshotAsync(location.Folder, name, excluded, cancellation) };
    }

    private async Task<string> StartBesideAsync(StartBeside action, Action<string> onLine, CancellationToken cancellation)
    {
        await RunAsync(action.Command, onLine, cancellation);
        var containers = await docker.ContainersAsync(action.Project, cancellation);
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var service in action.Services)
        {
            ImmutableArray<ObservedContainer> fresh =
            [
                .. containers.Where(container =>
                    container.Service == service.Name && container.Release == service.Release && !container.IsOneOff
                ),
            ];
            if (fresh.Length < service.Replicas)
                throw new StepFailedException(
                    $"service {service.Name} has {fresh.Length} containers of release {service.Release} and not {service.Replicas}."
                );
            names.AddRange(fresh.Select(container => container.Name));
        }

        await WaitUntilWellAsync(
            () => docker.InspectAsync(names.ToImmutable(), cancellation),
            names.ToImmutable(),
            action.Timeout,
            onLine,
            cancellation
        );
        return $"healthy: {string.Join(", ", names)}";
    }

    private string SwitchTraffic(SwitchTraffic action)
    {
        foreach (var upstream in action.Upstreams) Write(upstream);
        return string.Join(", ", action.Upstreams.Select(upstream => upstream.Name).OfType<string>());
    }

    /// <summary>Slipway's own WebSockets are no reason to wait.</summary>
    private Retirement Retiring(Action<string> onLine, CancellationToken cancellation)
    {
        Watch?.Reopen(Desired.Environment.Name);
        return new Retirement(host, docker, Desired, command => RunAsync(command, onLine, cancellation));
    }

    /// <summary>In one step, so that each request finds the old name or the new one.</summary>
    private void Write(Upstream upstream)
    {
        if (upstream.Name is { } name) host.Files.WriteText($"{Paths.Edge}/{upstream.File}", name);
        else host.Files.Delete($"{Paths.Edge}/{upstream.File}");
    }

    /// <summary>
    /// Does something while the edge keeps new requests waiting and after those in flight have ended. Where it fails the requests go
    /// where they went before: what takes the step back holds them again. Where this process is killed, they are not held for ever.
    /// </summary>
    private async Task<CommandResult> HeldAsync(
        ImmutableArray<Upstream> held,
        Func<Task<CommandResult>> work,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        if (held.IsDefaultOrEmpty) return await work();
        // The machine may have lost its power while they were held; then the names that they are to have in the end are the better ones.
        ImmutableArray<Upstream> before =
        [
            .. held.Select(upstream =>
                host.Files.ReadText($"{Paths.Edge}/{upstream.File}") is { } name && name != Upstream.Nowhere
                    ? upstream with
                    {
                        Name = name,
                    }
                    : upstream
            ),
        ];
        var will = IfKilled(before);
        try
        {
            foreach (var upstream in held)
                Write(upstream with { Name = Upstream.Nowhere });
            await Retiring(onLine, cancellation)
                .DrainAsync(await docker.ContainersAsync(Desired.Project, cancellation), QuietPatience, onLine, cancellation);
            // From here on somebody else sees to it that there are the new ones.
            var earlier = will;
            will = IfKilled(held);
            await earlier.DisposeAsync();
            var result = await work();
            foreach (var upstream in held) Write(upstream);
            return result;
        }
        catch
        {
            foreach (var upstream in before) Write(upstream);
            throw;
        }
        finally
        {
            await will.DisposeAsync();
        }
    }

    private IAsyncDisposable IfKilled(ImmutableArray<Upstream> upstreams) =>
        host.Commands.WriteIfKilled([
            .. upstreams
                .Where(upstream => upstream.Name is not null)
                .Select(upstream => KeyValuePair.Create($"{Paths.Edge}/{upstream.File}", upstream.Name!)),
        ]);

    /// <summary>Waits for containers to be well. Gives up at once when one has ended, and says what it logged.</summary>
    private async Task WaitUntilWellAsync(
        Func<Task<ImmutableArray<ObservedContainer>>> ask,
        ImmutableArray<string> names,
        TimeSpan timeout,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        var began = host.Clock.GetTimestamp();
        while (true)
        {
            var containers = (await ask()).ToImmutableDictionary(container => container.Name, StringComparer.Ordinal);
            var waiting = names.Where(name => !containers.TryGetValue(name, out var container) || !container.IsHealthy).ToImmutableArray();
            if (waiting.IsEmpty) return;

            var ended = waiting.FirstOrDefault(name =>
                containers.TryGetValue(name, out var container) && container.State is "exited" or "dead" or "restarting"
            ) ?? waiting.FirstOrDefault(name => !containers.ContainsKey(name));
            var late = host.Clock.GetElapsedTime(began) > timeout;
            if (ended is not null || late || waiting.Any(name => containers[name].Health == "unhealthy"))
            {
                var name = ended ?? waiting.FirstOrDefault(candidate => containers[candidate].Health == "unhealthy") ?? waiting[0];
                var container = containers.GetValueOrDefault(name);
                var why = container switch
                {
                    null => $"{name} is not there.",
                    { State: "running", Health: "unhealthy" } => $"{name} is unhealthy.",
                    { State: "running" } => $"{name} did not become healthy in {timeout.TotalSeconds:0} s.",
                    _ => $"{name} is {container.State}, its last exit code is {container.ExitCode}.",
                };
                throw new StepFailedException(why, container is null ? [] : await LogAsync(name, cancellation), name);
            }

            onLine($"waiting for {string.Join(", ", waiting)}");
            await Task.Delay(TimeSpan.FromMilliseconds(300), host.Clock, cancellation);
        }
    }

    private async Task<string> ApplyEdgeAsync(ApplyEdge action, Action<string> onLine, CancellationToken cancellation)
    {
        var changes = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        foreach (var file in action.Files)
            changes.Add(KeyValuePair.Create(file.Path, file.User is null ? file.Text?.Reveal() : await UsersAsync(file, cancellation)));
        await new EdgeFolder(host.Files, Paths).ApplyAsync(
            changes.ToImmutable(),
            () => RunAsync(action.Validate, onLine, cancellation),
            () => RunAsync(action.Reload, onLine, cancellation)
        );
        EdgeRecord.Note(host.Files, Paths, action.Files.Select(file => KeyValuePair.Create(file.Path, file.Fingerprint)));
        return "";
    }

    private async Task<string> UsersAsync(EdgeFile file, CancellationToken cancellation)
    {
        var container = (await docker.ContainersAsync(Desired.Stack.Edge.Compose.Project, cancellation))
            .FirstOrDefault(candidate => candidate.Service == Desired.Stack.Edge.Service)
            ?.Name
            ?? throw new StepFailedException("the edge has no container that could hash the password of the basic auth.");
        var hash = await PasswordHash.MakeAsync(host.Commands, container, PasswordOf(file), cancellation)
            ?? throw new StepFailedException("caddy could not hash the password of the basic auth.");
        // Developers are no part of a release: those of now stay, whichever one it is.
        return DeveloperAccess.UsersText(
            file.User!,
            hash,
            DeveloperList.Parse(host.Files.ReadText(Paths.Developers(Desired.Environment.Name)))
        );
    }

    /// <summary>
    /// The password of a users file: that of now, or, when a file of before is given back, one that an env file had then.
    /// </summary>
    private string PasswordOf(EdgeFile file) =>
        new[] { Desired.Environment.Access?.Password.Reveal() }.OfType<string>()
            .Concat(reading.Env.Values.Values)
            .Concat(Store.EnvVersions.ReadValues().SelectMany(values => values.Values))
            .FirstOrDefault(value => file.HasPassword(value))
        ?? throw new StepFailedException($"the password of {file.User} for {file.Path} is in no env file that is known.");

    private async Task<string> CheckHealthAsync(CheckHealth action, Action<string> onLine, CancellationToken cancellation)
    {
        // A service that the health of the others depends on may run once and end well; Compose's own wait has seen to those.
        var containers = await StayingAsync(action.Project, cancellation);
        foreach (var service in action.Services)
        {
            if (
                containers.Any(container =>
                    container.Service == service
                    && !container.IsOneOff
                    && (container.IsHealthy || container is { State: "exited", ExitCode: 0 })
                )
            )
                continue;
            var container = containers.FirstOrDefault(candidate => candidate.Service == service && !candidate.IsOneOff);
            throw new StepFailedException(
                container is null
                    ? $"service {service} has no container."
                    : $"{container.Name} is {container.State} {container.Health}".TrimEnd() + ".",
                container is null ? [] : await LogAsync(container.Name, cancellation),
                container?.Name ?? service
            );
        }

        await ProbeWatchingAsync(action, new ContainerWatch(docker, reading.Redactor, containers), onLine, cancellation);
        return string.Join(", ", action.Probes.Select(probe => $"{probe.Url} {probe.Expect.Status}"));
    }

    /// <summary>
    /// Probes all routes side by side. A container that ends meanwhile is not waited for: its last lines say more than a route that stays
    /// away.
    /// </summary>
    private async Task ProbeWatchingAsync(
        CheckHealth action,
        ContainerWatch watch,
        Action<string> onLine,
        CancellationToken cancellation
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var probing = Task.WhenAll(action.Probes.Select(probe => ProbeAsync(probe, action, onLine, stop.Token)));
        try
        {
            while (await Task.WhenAny(probing, Task.Delay(ContainerWatch.Interval, host.Clock, stop.Token)) != probing)
                await watch.LookAsync(cancellation);
            await probing;
            await watch.LookAsync(cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> WatchSoakAsync(WatchSoak action, Action<string> onLine, CancellationToken cancellation)
    {
        var containers = new ContainerWatch(docker, reading.Redactor, await StayingAsync(action.Project, cancellation));
        return await new SoakWatch(
            host,
            reading.Redactor,
            Desired.Environment.Access,
            action,
            containers,
            () => Maintenance.Read() is not null,
            onLine
        ).WatchAsync(cancellation);
    }

    /// <summary>
    /// The containers that the release will have. Those that give way to it may be the reason why it was made: whether they are well says
    /// nothing of it.
    /// </summary>
    private async Task<ImmutableArray<ObservedContainer>> StayingAsync(string project, CancellationToken cancellation)
    {
        ImmutableArray<RetiredService> leaving =
        [
            .. plan.Steps.Select(step => step.Action).OfType<Retire>().SelectMany(retire => retire.Services),
        ];
        return
        [
            .. (await docker.ContainersAsync(project, cancellation)).Where(container => !leaving.Any(service => service.Takes(container))),
        ];
    }

    private async Task<string> VerifyIsolationAsync(CancellationToken cancellation)
    {
        var proven = await new IsolationProbe(host, location).ProveAsync(Desired.Stack, cancellation);
        var against = proven.Verdict.Against(Desired.Environment.Name, strict: false);
        if (against.IsEmpty)
            return string.Create(CultureInfo.InvariantCulture, $"{proven.Questions} questions, nothing reached that should not be");
        throw new StepFailedException(string.Join('\n', against.Select(finding => $"{finding.Message}.")))
        {
            Remedy = string.Join('\n', against.Select(finding => finding.Fix).Distinct(StringComparer.Ordinal)),
        };
    }

    private string CheckTraffic(CheckTraffic action)
    {
        var figures = (Watch?.Read() ?? []).ToImmutableDictionary(environment => environment.Environment, StringComparer.Ordinal);
        return string.Join(
            "; ",
            action.Environments.Select(environment =>
                figures.TryGetValue(environment, out var measured) ? Judge(measured) : $"{environment} was not visited"
            )
        );
    }

    private string Judge(TrafficFigures measured)
    {
        var environment = measured.Environment;
        var lost = string.Join(
            " and ",
            new[] { (Number: measured.LostRequests, Noun: "request"), (measured.LostSockets, "WebSocket") }
                .Where(part => part.Number > 0)
                .Select(part => Count.Of(part.Number, part.Noun))
        );
        if (lost.Length == 0)
            return TrafficText.Of(measured);
        if (NotOurs(measured) is { } reason)
        {
            host.Report.Warn($"{environment} lost {lost} meanwhile; that is not held against this run, since {reason}");
            return $"{environment} lost {lost}, not held against this run";
        }

        throw new StepFailedException($"{environment} lost {lost} since the first service of {Desired.Environment.Name} was touched.")
        {
            Remedy =
                $"find out what they share: ./build.sh --target=VerifyIsolation, and the host's memory and processors; then run {plan.Intent.Target} again.",
        };
    }

    /// <summary>Why an environment may have lost something without this run, or null.</summary>
    private string? NotOurs(TrafficFigures measured)
    {
        var environment = measured.Environment;
        if (measured.FailedBefore > 0 || measured.DroppedBefore > 0)
            return $"{environment} had failures before the first service was touched";
        if (host.Locks.Read(Paths.Lock(environment)) is { } holder)
            return $"{holder.Doing} works on {environment} too";
        return new ReleaseStore(host.Files, Paths, environment).Ledger.Read().LastOrDefault() is { } last && last.AtUtc >= began
            ? $"another command worked on {environment} too"
            : null;
    }

    private async Task ProbeAsync(Probe probe, CheckHealth action, Action<string> onLine, CancellationToken cancellation)
    {
        var access = probe.Authenticated ? Desired.Environment.Access : null;
        var began = host.Clock.GetTimestamp();
        for (var (good, everGood) = (0, false); ;)
        {
            var result = await host.Probe.AskAsync(probe, access?.User, access?.Password, cancellation);
            if (result.BreachOf(probe.Expect) is not { } breach)
            {
                everGood = true;
                if (++good >= action.GoodInARow) return;
                await Task.Delay(GoodPause, host.Clock, cancellation);
                continue;
            }

            good = 0;
            var said = $"{probe.Url} {breach}";
            if (host.Clock.GetElapsedTime(began) > action.Timeout)
            {
                var detail = result.Detail.Length > 0 ? $": {result.Detail}" : ".";
                throw new StepFailedException(
                    reading.Redactor.Clean($"{said}{(everGood ? " at times" : "")} for {action.Timeout.TotalSeconds:0} s{detail}")
                );
            }

            onLine(said);
            await Task.Delay(TimeSpan.FromMilliseconds(500), host.Clock, cancellation);
        }
    }
}
