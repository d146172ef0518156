using Slipway.Core.Backups;
using Slipway.Core.Planning.Actions;
using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Json;
using Slipway.Core.Observed;
using Slipway.Core.Postgres;
using Slipway.Core.Problems;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>Decides the steps that bring an environment from what was observed to what is wanted. It has no effect itself.</summary>
public sealed class Planner
{
    private readonly DesiredState desired;
    private readonly ObservedState observed;
    private readonly Intent intent;
    private readonly StatePaths paths;
    private readonly CostPlanner costs;
    private readonly PlanBasis basis;

    private Planner(DesiredState desired, ObservedState observed, Intent intent)
    {
        this.desired = desired;
        this.observed = observed;
        this.intent = intent;
        paths = desired.Paths;
        costs = new CostPlanner(desired, observed);
        basis = PlanBasis.Of(desired, observed, intent);
    }

    /// <summary>The id of the step that starts the edge.</summary>
    internal const string EdgeStep = "start-edge";

    /// <summary>The plan.</summary>
    /// <exception cref="SlipwayException">The intent has to be refused.</exception>
    public static Plan Plan(DesiredState desired, ObservedState observed, Intent intent)
    {
        var planner = new Planner(desired, observed, intent);
        planner.RefuseStrangers(desired.Project, observed.Containers, desired.Paths.Root + "/");
        planner.RefuseStrangers(desired.Stack.Edge.Compose.Project, observed.EdgeContainers, desired.Paths.Root + "/");
        if (intent.Kind is IntentKind.Deploy or IntentKind.Promote)
            planner.RefuseLostData([.. desired.Compose.Volumes], [.. desired.Compose.Folders]);
        if (!desired.NameProblems.IsEmpty)
            throw SlipwayException.Of(desired.NameProblems);
        return intent.Kind switch
        {
            IntentKind.Deploy or IntentKind.Promote => planner.PlanRelease(),
            IntentKind.Rollback => planner.PlanRollback(),
            IntentKind.Backup => planner.PlanBackup(),
            IntentKind.Up => planner.PlanUp(),
            IntentKind.Down => planner.PlanDown(),
            _ => throw new ArgumentOutOfRangeException(nameof(intent)),
        };
    }

    private string Environment => desired.Environment.Name;

    private ReleaseManifest? Current => observed.Current;

    private TimeSpan HealthTimeout => desired.Environment.Health.Timeout;

    private Plan PlanRelease()
    {
        if (intent.Kind == IntentKind.Promote && observed.Promoted is null)
        {
            throw Refused(
                $"{intent.From} runs no release.",
                $"there is nothing to promote to {Environment}.",
                $"deploy {intent.From} first."
            );
        }

        RefuseLostSecrets();
        var release = ReleaseId.Next(desired.Now, observed.History.Releases.Select(record => record.Id));
        var services = ServicePlanner.Plan(desired, observed, intent, release);
        var removed = Current?.Services.Keys.Where(name => desired.Compose.Find(name) is null).ToImmutableArray() ?? [];
        if (
            Current is not null
            && removed.IsEmpty
            && SitesAreThoseOf(Current)
            && AccessIsThatOf(Current)
            && services.All(service => service.Change == ServiceChange.Keep)
        )
        {
            return Repair(Current);
        }

        var fingerprint = CanonicalJson.Sha256(string.Join('\n',
            services.Select(service => $"{service.Name} {service.Specification} {service.Build ?? service.ImageId ?? service.Image}")
                .Concat(desired.EdgeFiles.Where(file => !file.IsRules).Select(file => $"{file.Path} {file.Fingerprint}"))));
        List<Step> steps = [CheckStep, .. WindowSteps()];
        if (desired.EnvFileIsNew)
        {
            steps.Add(
                new(
                    "create-env-file",
                    Phase.Validate,
                    $"Write {desired.EnvFile} with fresh random secrets",
                    "the file does not exist yet",
                    new WriteEnvFile(desired.EnvFile)
                )
                {
                    UndoTitle = "none: the file stays, later deployments use it",
                }
            );
        }

        var (early, late) = BackupSteps(release, $"before release {release}");
        steps.AddRange(early);
        steps.AddRange(ImageSteps(services, release));
        steps.Add(
            new(
                "write-release",
                Phase.BuildImages,
                $"Write release {release} down",
                "a release is what can be gone back to",
                new WriteRelease(release, paths.Release(Environment, release), services, fingerprint)
                {
                    EnvVersions = desired.EnvFile.Length > 0 ? paths.EnvVersions(Environment) : null,
                }
            )
        );
        steps.AddRange(GuardSteps());
        steps.AddRange(GroundSteps());
        var serviceCosts = costs.OfRelease(services);
        var rollout = new RolloutPlanner(
            desired,
            observed,
            costs,
            release,
            [
                .. services.Select(service => new RolloutService(
                    service.Name,
                    serviceCosts.Single(cost => cost.Name == service.Name).Effect,
                    service.Since.ToString(),
                    service.Upstream
                )),
            ]
        );
        var databaseSteps = DatabaseSteps(services, release, rollout, late).ToImmutableArray();
        steps.AddRange(databaseSteps);
        steps.AddRange(EdgeSteps());
        // A database that changes was replaced before the migrations already.
        steps.AddRange(
            rollout.StartSteps(databaseSteps.Any(step => step.Id == "start-database") ? desired.Environment.Database?.Service : null)
        );
        steps.AddRange(rollout.SwitchSteps());
        steps.AddRange(SiteSteps(desired.EdgeFiles));
        steps.Add(HealthStep());
        steps.AddRange(SoakSteps());
        steps.AddRange(IsolationSteps());
        steps.AddRange(rollout.RetireSteps());
        steps.AddRange(TrafficSteps());

        return NewPlan(release, steps, serviceCosts, services) with { Notes = [.. PromotionNotes(), .. GuardNotes(), .. EdgeNotes(steps)] };
    }

    private IEnumerable<Step> WindowSteps()
    {
        if (desired.Environment.Window is not { } window || intent.OverrulesWindow)
            yield break;
        yield return new Step(
            "check-window",
            Phase.Validate,
            $"Check that {Environment} may get a release now",
            $"it may at these times only: {window}; --now overrules that",
            new CheckWindow(window)
        )
        {
            UndoTitle = "none: it only looks",
        };
    }

    /// <summary>
    /// Asked as late as can be: images are built and the data are safe, and the answer is still true when the first service is touched.
    /// </summary>
    private IEnumerable<Step> GuardSteps() =>
        desired
            .Environment.Guards.Where(guard => observed.Runs(guard.Service))
            .Select(
                (guard, index) =>
                    new Step(
                        $"ask-guard-{index + 1}",
                        Phase.Migrate,
                        $"Ask {guard.Service}: {guard.Name}",
                        $"it has to hold before {Environment} is touched",
                        new AskGuard(
                            guard,
                            DockerCommands.Exec(observed.Of(guard.Service).First(container => container.IsHealthy).Name, guard.Command)
                        )
                    )
                    {
                        UndoTitle = "none: it only asks",
                    }
            );

    private IEnumerable<string> GuardNotes()
    {
        if (intent.OverrulesWindow && desired.Environment.Window is { } window)
            yield return $"! the maintenance window is overruled: {window}";
        foreach (var guard in desired.Environment.Guards.Where(guard => !observed.Runs(guard.Service)))
            yield return $"not asked: {guard.Name}, since {guard.Service} does not run";
    }

    private bool SitesAreThoseOf(ReleaseManifest release) =>
        desired.Sites.Count() == release.Sites.Count && desired.Sites.All(site => release.Sites.GetValueOrDefault(site.Path) == site.Text);

    /// <summary>Who passes the basic auth is a part of a release; one from before that was noted may have any.</summary>
    private bool AccessIsThatOf(ReleaseManifest release) =>
        release.Routes is null
        || desired.EdgeFiles.FirstOrDefault(file => file.User is not null)?.Fingerprint == release.Access?.Fingerprint;

    private IEnumerable<string> PromotionNotes()
    {
        if (intent.Kind != IntentKind.Promote) yield break;
        var source = observed.Promoted!.Source;
        yield return $"images: those of {intent.From}'s release {observed.Promoted.Id}, built from {source}";
        if (source.Commit is not null && desired.Source.Commit != source.Commit)
        {
            yield return $"! Compose and site files are read from the work tree at {desired.Source}, not from that commit";
        }
    }

    /// <summary>The release is the wanted one; what does not run, or is not as the edge should have it, is put right.</summary>
    private Plan Repair(ReleaseManifest current)
    {
        var down = Unwell(current);
        List<Step> steps =
        [
            .. GroundSteps(),
            .. EdgeSteps(),
            .. StartAgain(current, down),
            .. RolloutPlanner.SwitchSteps(desired, observed, current),
            .. SiteSteps(desired.EdgeFiles),
        ];
        if (steps.Count > 0)
            steps = [CheckStep, .. steps, HealthStep(), .. IsolationSteps(), .. TrafficSteps()];
        return NewPlan(current.Id, steps, costs.OfStart(current, down), started: current) with { Notes = [.. EdgeNotes(steps)] };
    }

    private ImmutableArray<string> Unwell(ReleaseManifest release) =>
        [
            .. release
                .Services.Where(service =>
                    !observed.Of(service.Key).Any(container => container.IsHealthy && container.ImageId == service.Value.ImageId)
                )
                .Select(service => service.Key),
        ];

    private IEnumerable<Step> StartAgain(ReleaseManifest release, ImmutableArray<string> down)
    {
        if (down.IsEmpty) yield break;
        RefuseLostData(release.Volumes, release.Folders);
        RefuseMissingImages(release);
        RefuseChangedFiles(release, withEnvFile: false);
        yield return new Step(
            "start-services",
            Phase.Up,
            $"Start {string.Join(", ", down)}",
            $"release {release.Id} has them and they do not run",
            new StartServices(
                desired.Project,
                ComposeCommands.Up(desired.Project, paths.Compose(Environment, release.Id), HealthTimeout)
            )
        )
        {
            DowntimeSeconds = costs.SecondsAway(down),
        };
    }

    private Plan PlanRollback()
    {
        if (Current is null)
            throw Refused($"{Environment} runs no release.", "there is nothing to go back from.", $"deploy {Environment} first.");
        var target = intent.To
            ?? observed.History.Previous
            ?? throw Refused(
                $"{Environment} has no earlier release.",
                $"{Current.Id} is the only one that ever served.",
                "deploy a corrected release."
            );
        if (observed.History.Find(target) is not { WasLive: true } || observed.Manifests.GetValueOrDefault(target) is not { } manifest)
        {
            throw Refused(
                $"{Environment} never ran a release {target}.",
                "only a release that served can be gone back to.",
                "name one that History lists."
            );
        }

        if (target == Current.Id) return NewPlan(target, [], costs.OfStart(Current, []), started: Current);
        RefuseLostData(manifest.Volumes, manifest.Folders);
        RefuseMissingImages(manifest);
        RefuseChangedFiles(manifest, withEnvFile: true);
        RefuseOtherPorts(manifest);
        RefuseUnknownPassword(manifest);

        var (early, _) = BackupSteps(target, $"before going back to {target}");
        var replaced = manifest
            .Services.Where(service =>
                Current.Services.GetValueOrDefault(service.Key) is not { } now
                || now.Since != service.Value.Since
                || now.ImageId != service.Value.ImageId
            )
            .Select(service => service.Key)
            .ToImmutableArray();
        var serviceCosts = costs.OfRollback(manifest, replaced);
        var rollout = new RolloutPlanner(
            desired,
            observed,
            costs,
            target,
            [
                .. manifest.Services.Select(service => new RolloutService(
                    service.Key,
                    serviceCosts.Single(cost => cost.Name == service.Key).Effect,
                    service.Value.Since.ToString(),
                    service.Value.Upstream
                )),
            ]
        );
        List<Step> steps =
        [
            CheckStep,
            .. early,
            .. GroundSteps(),
            .. EnvFileSteps(target),
            .. EdgeSteps(),
            .. rollout.StartSteps(null),
            .. rollout.SwitchSteps(),
            .. SiteSteps([.. manifest.Sites.Select(site => EdgeFile.Of(site.Key, site.Value)), .. Users(manifest)]),
            HealthStep([.. manifest.Services.Keys]),
            .. SoakSteps(),
            .. IsolationSteps(),
            .. rollout.RetireSteps(),
            .. TrafficSteps(),
        ];
        return NewPlan(target, steps, serviceCosts, started: manifest) with
        {
            Notes =
            [
                .. EnvFileNotes(manifest),
                .. EdgeNotes(steps),
                .. manifest.Volumes.SetEquals(Current.Volumes)
                    ? ["the database stays as it is: a rollback never restores data"]
                    : (string[])
                        [
                            $"! the data are those in {string.Join(", ", manifest.Volumes)} again; what was written to {string.Join(", ", Current.Volumes.Except(manifest.Volumes))} stays there",
                        ],
            ],
        };
    }

    /// <summary>
    /// A release is brought back with the env file it ran with: after the backup, before anything that the edge gets from it.
    /// </summary>
    private IEnumerable<Step> EnvFileSteps(ReleaseId target)
    {
        if (desired.EnvRestore is not { } restore) yield break;
        var folder = paths.EnvVersions(Environment);
        yield return new Step(
            "restore-env-file",
            Phase.Up,
            $"Bring back the env file of release {target}",
            $"the release ran with it; {Differing(restore)}",
            new RestoreEnvFile(desired.EnvFile, folder, restore.Fingerprint, desired.EnvFileFingerprint)
        )
        {
            Undo = new RestoreEnvFile(desired.EnvFile, folder, desired.EnvFileFingerprint, restore.Fingerprint),
            UndoTitle = "write the file that was there before",
        };
    }

    private IEnumerable<string> EnvFileNotes(ReleaseManifest target)
    {
        if (desired.EnvRestore is { } restore) yield return $"~ env file: back to the one of {target.Id}; {Differing(restore)}";
        else if (target.EnvVersion is null && desired.EnvFile.Length > 0 && target.EnvFileFingerprint != desired.EnvFileFingerprint)
        {
            yield return $"! env file: the one that {target.Id} ran with is not known, that release is from before env files were kept; the present one stays";
        }
    }

    private static string Differing(EnvRestore restore) =>
        restore.Keys.IsEmpty ? "only its text differs, no value" : $"other values: {string.Join(", ", restore.Keys)}";

    private static IEnumerable<EdgeFile> Users(ReleaseManifest release) =>
        release.Access is { } access ? [access.ToFile()] : [];

    private static Step CheckStep =>
        new(
            "check-plan",
            Phase.Validate,
            "Look at the host again",
            "a plan that no longer fits must not run",
            new CheckUnchanged()
        );

    private Plan PlanBackup()
    {
        if (desired.Environment.Database is not { } database)
        {
            throw Refused(
                $"{Environment} has no database to back up.",
                "the definition names none.",
                "add a `database` section to stack.yaml.",
                ExitCode.Usage
            );
        }

        if (!observed.Runs(database.Service))
        {
            throw Refused(
                $"{Environment}'s database does not run.",
                $"service {database.Service} has no healthy container.",
                $"./build.sh --target=Up --environment={Environment}"
            );
        }

        return NewPlan(null, BackupSteps(null, "asked for").Early, []);
    }

    private Plan PlanUp()
    {
        if (Current is null)
            throw Refused($"{Environment} has no release to start.", "it was never deployed.", $"deploy {Environment} first.");
        var down = Unwell(Current);
        List<Step> steps =
        [
            .. GroundSteps(),
            .. EdgeSteps(),
            .. StartAgain(Current, down),
            .. RolloutPlanner.SwitchSteps(desired, observed, Current),
        ];
        if (steps.Count > 0)
            steps.Add(HealthStep([.. Current.Services.Keys]));
        return NewPlan(Current.Id, steps, costs.OfStart(Current, down), started: Current);
    }

    private Plan PlanDown()
    {
        if (observed.Containers.IsEmpty)
            return NewPlan(Current?.Id, [], []);
        return NewPlan(
            Current?.Id,
            [
                new Step(
                    "stop-services",
                    Phase.Down,
                    $"Stop and remove the containers of {desired.Project}",
                    "asked for; volumes and folders stay",
                    Current is null
                        ? RunCommands.Of(
                            Command.Of("docker", "compose", "--project-name", desired.Project, "down", "--remove-orphans")
                        )
                        : DownAction(Current.Id)
                )
                {
                    Undo = Serves ? RestartAction(Current!.Id) : null,
                    UndoTitle = Serves
                        ? $"start them as release {Current!.Id} has them"
                        : "none: they were of no release that this state folder knows, or did not run",
                },
            ],
            costs.OfStop()
        );
    }

    /// <summary>The steps that make the data safe: now, or, where only the new release can start the database, after that.</summary>
    private (ImmutableArray<Step> Early, ImmutableArray<Step> Late) BackupSteps(ReleaseId? release, string reason)
    {
        var (environment, compose) = desired.Running ?? new RunningEnvironment(desired.Environment, desired.Compose);
        if (environment.Database is not { } database) return ([], []);
        var runs = observed.Runs(database.Service);
        var volumes = compose.Find(database.Service)?.Volumes ?? [];
        if (!runs && !volumes.Any(observed.Volumes.Contains)) return ([], []);

        var container = observed.Of(database.Service).FirstOrDefault(candidate => candidate.IsHealthy)?.Name
            ?? compose.Find(database.Service)?.ContainerName
            ?? $"{desired.Project}-{database.Service}-1";
        var backup = new Step(
            "backup-database",
            Phase.Backup,
            $"Dump database {database.Name}",
            reason,
            new DumpDatabase(
                BackupId.At(desired.Now),
                database.Name,
                PostgresCommands.Dump(container, database.User, database.Name),
                paths.Backups(Environment),
                desired.Environment.BackupsKept
            )
        )
        {
            UndoTitle = "none: the backup is kept",
        };
        if (runs) return ([backup], []);
        if (Current is null || release is null) return ([], [backup]);
        RefuseChangedFiles(Current, withEnvFile: false);
        return (
            [
                new Step(
                    "start-database-for-backup",
                    Phase.Backup,
                    $"Start {database.Service} as release {Current.Id} has it",
                    "the database does not run and holds data",
                    RestartAction(Current.Id, database.Service)
                )
                {
                    Undo = Serves ? null : DownAction(Current.Id),
                    UndoTitle = Serves ? "none: it belongs to the release that serves" : "stop and remove the containers; volumes stay",
                },
                backup,
            ],
            []
        );
    }

    private IEnumerable<Step> ImageSteps(ImmutableArray<PlannedService> services, ReleaseId release)
    {
        var missing = services.Where(service => service.Origin == ImageOrigin.Registry && service.ImageId is null)
            .Select(service => service.Image).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            yield return new Step("pull-images", Phase.BuildImages, $"Pull {string.Join(", ", missing)}", "the host does not have them",
                new RunCommands([.. missing.Select(DockerCommands.Pull)]))
            {
                UndoTitle = "none: the images stay",
            };
        }

        var promoted = services
            .Where(service => service.Origin == ImageOrigin.Promoted)
            .DistinctBy(service => service.Image)
            .ToImmutableArray();
        if (!promoted.IsEmpty)
        {
            yield return new Step(
                "tag-images",
                Phase.BuildImages,
                $"Tag {intent.From}'s images for {Environment}",
                $"release {observed.Promoted!.Id} of {intent.From} runs them",
                new RunCommands([.. promoted.Select(service => DockerCommands.Tag(service.ImageId!, service.Image))])
            )
            {
                UndoTitle = "none: the tags stay",
            };
        }

        var built = services.Where(service => service.BuiltBy == service.Name).ToImmutableArray();
        if (built.IsEmpty) yield break;

        SourceExport? source = null;
        if (intent.Kind == IntentKind.Promote)
        {
            var snapshot = observed.Promoted!.Source.Snapshot
                ?? throw Refused($"{string.Join(", ", built.Select(service => service.Name))} cannot be rebuilt for {Environment}.",
                    $"build arguments differ from {intent.From}'s, and its release {observed.Promoted.Id} was built outside git, so its source is not kept.",
                    "build from a git repository, or make the build arguments equal.");
            source = new SourceExport(snapshot, $"{paths.Release(Environment, release)}/source");
        }

        var images = built.ToImmutableSortedDictionary(service => service.Name, service => service.Image, StringComparer.Ordinal);
        var file = $"{paths.Release(Environment, release)}/build.json";
        yield return new Step(
            "build-images",
            Phase.BuildImages,
            $"Build {string.Join(", ", images.Keys)}",
            intent.Kind == IntentKind.Promote
                ? $"their build arguments differ between the environments; the source is that of {intent.From}'s release {observed.Promoted!.Id}"
                : "no release has an image of this source",
            new BuildImages(images, source, file, ComposeCommands.Build(desired.Project, file, images.Keys))
        )
        {
            UndoTitle = "none: the images stay, unused",
        };
    }

    /// <summary>What containers need before they start.</summary>
    private IEnumerable<Step> GroundSteps()
    {
        foreach (
            var network in desired
                .Compose.ExternalNetworks.Append(desired.Stack.Edge.Network)
                .Distinct(StringComparer.Ordinal)
                .Where(network => !observed.Networks.Contains(network))
        )
        {
            yield return new Step(
                "create-network",
                Phase.Migrate,
                $"Create network {network}",
                "the edge and the routed services meet on it",
                new CreateNetwork(network)
            )
            {
                Undo = new RemoveNetwork(network),
                UndoTitle = "remove it, unless something else has come to use it",
            };
        }

        foreach (
            var (certificates, folder) in desired
                .Environment.Certificates.Zip(desired.CertificateFolders)
                .Where(pair => !observed.CertificateFolders.Contains(pair.Second))
        )
        {
            yield return new Step(
                "create-certificates",
                Phase.Migrate,
                $"Make the certificates of {certificates.Name}",
                $"{folder} does not hold them",
                new CreateCertificates(certificates, folder)
            )
            {
                UndoTitle = "none: the certificates stay",
            };
        }
    }

    private IEnumerable<Step> DatabaseSteps(
        ImmutableArray<PlannedService> services,
        ReleaseId release,
        RolloutPlanner rollout,
        ImmutableArray<Step> lateBackup
    )
    {
        var file = paths.Compose(Environment, release);
        if (
            desired.Environment.Database is { } database
            && (
                services.First(service => service.Name == database.Service).Change != ServiceChange.Keep || !observed.Runs(database.Service)
            )
        )
        {
            yield return new Step(
                "start-database",
                Phase.Migrate,
                $"Start {database.Service}",
                "migrations need it",
                new StartServices(desired.Project, ComposeCommands.Up(desired.Project, file, HealthTimeout, database.Service))
                {
                    Held = rollout.Held([database.Service], isUndo: false),
                }
            )
            {
                Undo = Serves ? rollout.BackInPlace([database.Service]) : RunsUnknown ? null : DownAction(release),
                UndoTitle = BackToTitle,
                DowntimeSeconds = costs.SecondsAway([database.Service]),
            };
        }

        foreach (var step in lateBackup) yield return step;

        if (
            desired.Environment.Migrations is { } migrations
            && services.Any(service =>
                (service.Name == migrations.Service || service.Name == desired.Environment.Database?.Service)
                && service.Change != ServiceChange.Keep
            )
        )
        {
            var container = $"{desired.Project}-{migrations.Service}-migrations";
            yield return new Step(
                History.MigrationsStep,
                Phase.Migrate,
                $"Migrate with the new image of {migrations.Service}",
                "a new image may bring migrations, a new database lacks them",
                new RunMigrations(
                    container,
                    ComposeCommands.RunOnce(desired.Project, file, migrations.Service, container, migrations.Command)
                )
                {
                    Held = migrations.IsExclusive ? rollout.Everything() : [],
                }
            )
            {
                Undo = new RemoveContainers([container]),
                UndoTitle =
                    "end the migrations if they still run; what they applied stays, the old release runs on with the new schema, and the backup is kept",
            };
        }
    }

    /// <summary>Whether the environment's current release runs, so that taking a step back means going back to it.</summary>
    private bool Serves => Current is not null && observed.Containers.Any(container => container.IsHealthy);

    /// <summary>
    /// Whether containers run of which no release is known: the state was lost. There is no way back to them, and they must not be stopped
    /// for it.
    /// </summary>
    private bool RunsUnknown => Current is null && observed.Containers.Any(container => container.IsHealthy);

    private string BackToTitle => (Serves, RunsUnknown) switch
    {
        (true, _) => $"start it as release {Current!.Id} has it",
        (_, true) => "none: what runs now is of no release that this state folder knows",
        _ => "stop and remove the containers; volumes stay",
    };

    private RunCommands DownAction(ReleaseId release) =>
        RunCommands.Of(ComposeCommands.Down(desired.Project, paths.Compose(Environment, release)));

    private RunCommands RestartAction(ReleaseId release, params IEnumerable<string> services) =>
        RunCommands.Of(ComposeCommands.Up(desired.Project, paths.Compose(Environment, release), HealthTimeout, services));

    private IEnumerable<Step> EdgeSteps()
    {
        var compose = desired.EdgeCompose;
        var runs = observed.EdgeContainers.Any(container => container.Service == desired.Stack.Edge.Service && container.IsHealthy);
        var same = observed.AppliedEdgeFiles.GetValueOrDefault(EdgeFile.ComposePath) == compose.Fingerprint;
        if (runs && same) yield break;

        var project = desired.Stack.Edge.Compose.Project;
        var renew = ComposeCommands.Renew(project, paths.EdgeCompose, HealthTimeout);
        // Rules that Caddy was never known to accept are as good as none.
        var hasRules =
            observed.EdgeTexts.GetValueOrDefault(EdgeFile.RulesPath) is { } rules
            && observed.AppliedEdgeFiles.GetValueOrDefault(EdgeFile.RulesPath) == CanonicalJson.Sha256(rules);
        yield return new Step(
            EdgeStep,
            Phase.Up,
            "Start the edge",
            runs ? "its Compose file or its ports changed" : "it does not run",
            new WriteAndRun(paths.EdgeCompose, compose.Text!, renew) { Rules = hasRules ? null : desired.EdgeRules }
        )
        {
            Undo = (runs, observed.EdgeCompose) switch
            {
                (false, _) => new StopEdge(desired.Stack.Edge.Network, ComposeCommands.Down(project, paths.EdgeCompose)),
                (true, { } before) => new WriteAndRun(paths.EdgeCompose, before, renew),
                _ => null,
            },
            UndoTitle = (runs, observed.EdgeCompose) switch
            {
                (false, _) => "stop it, unless another environment has come to use it",
                (true, not null) => "start it from the Compose file it had",
                _ => "none: the Compose file that it was started from is not there",
            },
            DowntimeSeconds = runs ? DowntimeForecast.Assumed.Seconds : 0,
        };
    }

    /// <summary>
    /// An edge that is started anew costs production requests, and that takes a release of another environment back: nobody is to find it
    /// out that way.
    /// </summary>
    private static IEnumerable<string> EdgeNotes(IReadOnlyCollection<Step> steps)
    {
        if (
            !steps.Any(step => step is { Id: EdgeStep, DowntimeSeconds: > 0 })
            || steps.Select(step => step.Action).OfType<CheckTraffic>().FirstOrDefault() is not { } check
        )
            yield break;
        var (production, targets) = (
            string.Join(" or ", check.Environments),
            string.Join(" or ", check.Environments.Select(name => new Intent(IntentKind.Deploy, name).Target))
        );
        yield return $"! the edge is started anew: where that costs {production} a request, this run is taken back; {targets} starts it anew without that";
    }

    private IEnumerable<Step> SiteSteps(ImmutableArray<EdgeFile> files)
    {
        var gone = (Current?.Sites.Keys ?? [])
            .Where(path => files.All(file => file.Path != path) && observed.AppliedEdgeFiles.ContainsKey(path))
            .Select(EdgeFile.Removed);
        var changed = files
            .Where(file => observed.AppliedEdgeFiles.GetValueOrDefault(file.Path) != file.Fingerprint)
            .Concat(gone)
            .ToImmutableArray();
        if (changed.IsEmpty)
            yield break;

        var container = observed.EdgeContainerOf(desired.Stack.Edge);
        var rules =
            changed.Any(file => file.IsRules) && observed.EdgeTexts.GetValueOrDefault(EdgeFile.RulesPath) is { } loaded
                ? [EdgeFile.Of(EdgeFile.RulesPath, loaded)]
                : ImmutableArray<EdgeFile>.Empty;
        var sites = changed
            .Where(file => !file.IsRules && (file.Text is not null || file.IsRemoved))
            .Select(file =>
                Current?.Sites.GetValueOrDefault(file.Path) is { } text ? EdgeFile.Of(file.Path, text) : EdgeFile.Removed(file.Path)
            );
        var users = Current is null ? [] : Users(Current).Where(users => changed.Any(file => file.Path == users.Path));
        ImmutableArray<EdgeFile> before = [.. rules, .. sites, .. users];
        yield return new Step(
            "apply-edge",
            Phase.Up,
            $"Give the edge {string.Join(", ", changed.Select(file => file.Path))}",
            "the rules changed",
            new ApplyEdge(changed, CaddyCommands.Validate(container), CaddyCommands.Reload(container))
        )
        {
            Undo = before.IsEmpty
                ? null
                : new ApplyEdge(before, CaddyCommands.Validate(container), CaddyCommands.Reload(container)),
            UndoTitle = before.IsEmpty ? "none" : "give it the files it had",
        };
    }

    private Step HealthStep(ImmutableArray<string>? services = null) =>
        new("check-health", Phase.HealthCheck, "Ask the services and the routes", "a release counts only when it answers",
            new CheckHealth(
                desired.Project,
                services ?? [.. desired.Compose.Services.Select(service => service.Name)],
                Probes,
                HealthTimeout) { GoodInARow = desired.Environment.Health.GoodInARow });

    private ImmutableArray<Probe> Probes =>
        [
            .. desired
                .Environment.Routes.Where(route => route.Health is not null)
                .Select(route => new Probe(
                    $"https://{route.Domain}{(desired.HttpsPort == 443 ? "" : $":{desired.HttpsPort}")}{route.Health}",
                    desired.HttpsPort,
                    desired.Environment.Access is not null
                )
                {
                    Expect = route.Expect,
                })
                .Distinct(),
        ];

    /// <summary>What becomes healthy may still fail under the first real requests.</summary>
    private IEnumerable<Step> SoakSteps()
    {
        var health = desired.Environment.Health;
        if (health.Soak == TimeSpan.Zero)
            yield break;
        yield return new Step(
            "watch-soak",
            Phase.HealthCheck,
            $"Watch the release for {health.Soak.TotalSeconds:0} s",
            "what becomes healthy may still fail under real requests",
            new WatchSoak(
                desired.Project,
                observed.EdgeContainerOf(desired.Stack.Edge),
                [.. desired.Environment.Routes.Select(route => route.Domain).Distinct(StringComparer.OrdinalIgnoreCase)],
                Probes,
                health.Soak,
                new SoakLimits(health.MaxErrorPercent, health.MaxLatency)))
        {
            UndoTitle = "none: it only looks",
        };
    }

    /// <summary>
    /// The proof that the environments are apart, where the definition asks for it. Rules over files cannot see what was changed by hand.
    /// </summary>
    private IEnumerable<Step> IsolationSteps()
    {
        if (!desired.Stack.Isolation.VerifyAfterDeploy)
            yield break;
        yield return new Step(
            "verify-isolation",
            Phase.HealthCheck,
            "Prove that the environments do not reach each other",
            "stack.yaml asks for it after each deployment",
            new VerifyIsolation([.. desired.Stack.Environments.Select(environment => environment.Name)])
        );
    }

    /// <summary>
    /// What is tried elsewhere must not cost production a request. Whether production runs then, and can be watched, is known when the plan
    /// is run.
    /// </summary>
    private IEnumerable<Step> TrafficSteps()
    {
        if (desired.Environment.IsProduction)
            yield break;
        var production = desired
            .Stack.Environments.Where(other => other.IsProduction && !other.Routes.IsEmpty)
            .Select(other => other.Name)
            .ToImmutableArray();
        if (production.IsEmpty)
            yield break;
        yield return new Step(
            "check-traffic",
            Phase.HealthCheck,
            $"Look at what {string.Join(", ", production)} lost meanwhile",
            $"a release of {Environment} must not cost it a request",
            new CheckTraffic(production)
        )
        {
            UndoTitle = "none: it only looks",
        };
    }

    /// <summary>
    /// Containers that were started from another state folder belong to another clone, which knows their releases and how to go
    /// back. Taking them over would leave both clones with half the truth.
    /// </summary>
    private void RefuseStrangers(string project, ImmutableArray<ObservedContainer> containers, string home)
    {
        var stranger = containers.FirstOrDefault(container =>
            container
                .ComposeFiles.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Any(file => !file.StartsWith(home, StringComparison.Ordinal))
        );
        if (stranger is null)
            return;
        throw Refused(
            $"the containers of {project} belong to something else.",
            $"{stranger.Name} was started from {stranger.ComposeFiles}, which is not in the state folder {paths.Root}.",
            $"work in the clone that started them, or let this one use its state (SLIPWAY_STATE); to give them up, stop them first: docker compose -p {project} down (volumes stay)."
        );
    }

    /// <summary>A database is locked with the passwords of the env file that it was made with; fresh ones would not open it.</summary>
    private void RefuseLostSecrets()
    {
        if (!desired.EnvFileIsNew || desired.Environment.Database is not { } database) return;
        var volume = desired.Compose.Find(database.Service)?.Volumes.FirstOrDefault(observed.Volumes.Contains);
        if (volume is null) return;
        throw Refused($"the env file {desired.EnvFile} is missing, and the database's volume {volume} is there.",
            "the volume's passwords stood in that file; new random ones would not open it.",
            $"{(Current is { EnvVersion: not null } current ? $"bring the one back that release {current.Id} ran with: cp {paths.EnvVersion(Environment, current.EnvFileFingerprint)} {desired.EnvFile}" : "bring the env file back from a copy")}; or, if the data may go, remove the volume: docker volume rm {volume}"
        );
    }

    private void RefuseLostData(ImmutableSortedSet<string> volumes, ImmutableSortedSet<string> folders)
    {
        if (DataLossGuard.Check(Current, volumes, folders, observed.Volumes, intent.AllowedVolumes) is not { } breach) return;
        throw new DataLossException(Refusal(breach.Failure.What, breach.Failure.Why, breach.Failure.Do), desired.Environment, breach.Places);
    }

    private void RefuseMissingImages(ReleaseManifest release)
    {
        var missing = release.Services.Where(service => !observed.ImageIds.ContainsKey(service.Value.ImageId)).ToImmutableArray();
        if (missing.IsEmpty) return;
        throw Refused($"release {release.Id} cannot be started: images are missing.",
            string.Join(", ", missing.Select(service => $"{service.Value.Image} of {service.Key}")) + " was removed from this host.",
            "deploy or promote again, which makes new images; or go back to another release that History lists.");
    }

    /// <summary>
    /// A release is what was written down. A file of it that is gone, or that somebody changed, is another release that nobody made.
    /// </summary>
    private void RefuseChangedFiles(ReleaseManifest release, bool withEnvFile)
    {
        Check(paths.Compose(Environment, release.Id), release.ComposeFingerprint);
        if (withEnvFile && release.EnvVersion is not null)
            Check(paths.EnvVersion(Environment, release.EnvFileFingerprint), release.EnvFileFingerprint);

        void Check(string path, string? fingerprint)
        {
            var found = observed.StateFiles.GetValueOrDefault(path);
            if (found is not null && (fingerprint is null || found == fingerprint))
                return;
            throw Refused(
                $"release {release.Id} cannot be started: a file of it is {(found is null ? "missing" : "changed")}.",
                found is null
                    ? $"there is no {path}."
                    : $"{path} is not as it was when the release was written down: its SHA-256 is {found[..16]}, not {fingerprint![..16]}.",
                "bring the file back from a copy of the state folder, go back to another release that History lists, or deploy."
            );
        }
    }

    private void RefuseOtherPorts(ReleaseManifest release)
    {
        var edge = desired.Stack.Edge;
        if (desired.EnvRestore is not { } restore || (restore.HttpPort, restore.HttpsPort) == (edge.HttpPort, edge.HttpsPort)) return;
        throw Refused($"release {release.Id} ran behind an edge with other ports.",
            $"its env file has the ports {restore.HttpPort} and {restore.HttpsPort}; they are {edge.HttpPort} and {edge.HttpsPort} now, and the edge serves the other environments too.",
            $"set the edge's ports to {restore.HttpPort} and {restore.HttpsPort} in the env files of all environments, then run {intent.Target} again; or go back to another release that History lists."
        );
    }

    private void RefuseUnknownPassword(ReleaseManifest release)
    {
        if (
            release.Access is not { } access
            || (desired.Environment.Access is { } known && Users(release).Single().HasPassword(known.Password))
        )
            return;
        throw Refused(
            $"release {release.Id} cannot be started: the password of its basic auth is not known.",
            $"no value of the env file that it ran with is the password of {access.User}.",
            "go back to another release that History lists, or deploy.");
    }

    private Plan NewPlan(
        ReleaseId? release,
        IEnumerable<Step> steps,
        ImmutableArray<ServiceCost> serviceCosts,
        ImmutableArray<PlannedService> services = default,
        ReleaseManifest? started = null
    )
    {
        // The ledger knows a step by its id: two of a kind get numbers.
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        var list = steps
            .Select(step =>
                (taken[step.Id] = taken.GetValueOrDefault(step.Id) + 1) is var number and > 1
                    ? step with
                    {
                        Id = $"{step.Id}-{number}",
                    }
                    : step
            )
            .ToImmutableArray();
        return new Plan
        {
            Stack = desired.Stack.Name,
            Intent = intent,
            Release = release,
            Fingerprint = Fingerprint(list, services.IsDefault ? [] : services),
            Basis = basis,
            Steps = list,
            Cost = costs.Of(list, serviceCosts, services.IsDefault ? [] : services, started),
        };
    }

    /// <summary>
    /// The facts that the plan was computed from, and what was decided by them. Times and the new release's number are left
    /// out: two plans of an unchanged host are equal, also when the first one has been begun.
    /// </summary>
    private string Fingerprint(ImmutableArray<Step> steps, ImmutableArray<PlannedService> services) =>
        CanonicalJson.Sha256(string.Join('\n',
            steps.Select(step => step.Id)
                .Concat(services.Select(service => $"{service.Name} {service.Change} {service.Origin} {service.ImageId}"))
                .Append(basis.Fingerprint)));

    private SlipwayException Refused(string what, string why, string @do, ExitCode exitCode = ExitCode.Refused) =>
        new(exitCode, Refusal(what, why, @do));

    private Failure Refusal(string what, string why, string @do) =>
        new($"{intent.Target} stopped: {what}")
        {
            Why = why,
            Do = @do,
            Now = Failure.NothingChanged,
        };
}
