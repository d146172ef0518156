using Slipway.Core.Planning.Actions;
using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>
/// Decides the steps by which a release's services come to serve in the place of those that run, and how each is taken back.
/// </summary>
/// <param name="desired">What is wanted; its Compose model is the release's.</param>
/// <param name="observed">What is there.</param>
/// <param name="costs">Knows how long services are away.</param>
/// <param name="release">The release.</param>
/// <param name="services">Its services.</param>
internal sealed class RolloutPlanner(
    DesiredState desired,
    ObservedState observed,
    CostPlanner costs,
    ReleaseId release,
    ImmutableArray<RolloutService> services
)
{
    private readonly string file = desired.Paths.Compose(desired.Environment.Name, release);

    private ReleaseManifest? Current => observed.Current;

    private bool Runs => observed.Containers.Any(container => container.IsHealthy);

    private IEnumerable<RolloutService> Beside => services.Where(service => service.Effect == ServiceEffect.ReplaceBeside);

    /// <summary>Services that the release that runs has and this one lacks.</summary>
    private ImmutableArray<string> Gone =>
        Current is null
            ? []
            : [.. Current.Services.Keys.Where(name => services.All(service => service.Name != name) && observed.Of(name).Any())];

    /// <summary>
    /// Starts what serves in the end. Nothing that runs is touched before the new containers of routed services are well.
    /// </summary>
    /// <param name="database">The database's service where a step of its own has started it already; otherwise null.</param>
    public IEnumerable<Step> StartSteps(string? database)
    {
        if (!Runs)
        {
            yield return All();
            yield break;
        }

        ImmutableArray<RolloutService> rest =
        [
            .. services.Where(service =>
                service.Effect is ServiceEffect.Add or ServiceEffect.Start or ServiceEffect.ReplaceInPlace && service.Name != database
            ),
        ];
        ImmutableArray<RolloutService> early = Beside.Any()
            ? [.. rest.Where(service => service.Effect == ServiceEffect.Add && !DependsOnReplaced(service.Name, []))]
            : [];
        if (!early.IsEmpty)
            yield return InPlace("start-added", early, "the release has them, and those that are replaced may need them");
        if (Beside.Any())
            yield return BesideStep();
        ImmutableArray<RolloutService> late = [.. rest.Except(early)];
        if (!late.IsEmpty)
        {
            ImmutableArray<string> giving =
            [
                .. late.Where(service => service.Effect == ServiceEffect.ReplaceInPlace).Select(service => service.Name),
            ];
            yield return InPlace(
                "start-services",
                late,
                giving.IsEmpty
                    ? "the release has them"
                    : $"{string.Join(", ", giving)} of {(Current is null ? "no known release" : $"release {Current.Id}")} give way"
            );
        }
    }

    /// <summary>
    /// Tells the edge where to send requests. Of services that get new containers it is always told: a name that an earlier
    /// deployment has left there may by chance be the one that the new release would get.
    /// </summary>
    public IEnumerable<Step> SwitchSteps()
    {
        var renewed = services
            .Where(service => service.Effect is ServiceEffect.Add or ServiceEffect.ReplaceBeside or ServiceEffect.ReplaceInPlace)
            .Select(service => Upstream.FileOf(desired.Project, service.Name))
            .ToImmutableHashSet(StringComparer.Ordinal);
        return SwitchSteps(observed, [.. Upstreams().Where(upstream => renewed.Contains(upstream.File) || IsNews(observed, upstream))]);
    }

    /// <summary>Tells the edge where to send requests to a release that was written down, where that is not what it was told.</summary>
    public static IEnumerable<Step> SwitchSteps(DesiredState desired, ObservedState observed, ReleaseManifest release) =>
        SwitchSteps(
            observed,
            [
                .. Routed(desired)
                    .Where(release.Services.ContainsKey)
                    .Select(name => At(desired, name, release.Services[name].Upstream))
                    .Where(upstream => IsNews(observed, upstream)),
            ]
        );

    private static bool IsNews(ObservedState observed, Upstream upstream) =>
        observed.Upstreams.GetValueOrDefault(upstream.File) != upstream.Name;

    private static IEnumerable<Step> SwitchSteps(ObservedState observed, ImmutableArray<Upstream> changed)
    {
        if (changed.IsEmpty)
            yield break;
        yield return new Step(
            "switch-traffic",
            Phase.Up,
            $"Send requests to {string.Join(", ", changed.Select(upstream => upstream.Name))}",
            "the edge reads these names for each request; nothing is reloaded",
            new SwitchTraffic(changed)
        )
        {
            Undo = new SwitchTraffic([
                .. changed.Select(upstream => upstream with { Name = observed.Upstreams.GetValueOrDefault(upstream.File) }),
            ]),
            UndoTitle = changed.Any(upstream => observed.Upstreams.ContainsKey(upstream.File))
                ? "send them where they went before"
                : "send them nowhere, as before",
        };
    }

    /// <summary>Where the edge finds the services of the release.</summary>
    private ImmutableArray<Upstream> Upstreams() =>
        [.. Routed(desired).Select(name => At(desired, name, services.FirstOrDefault(service => service.Name == name)?.Upstream))];

    private static IEnumerable<string> Routed(DesiredState desired) =>
        desired.Environment.Routes.Select(route => route.Services[0]).Distinct(StringComparer.Ordinal);

    private static Upstream At(DesiredState desired, string service, string? name) =>
        new(Upstream.FileOf(desired.Project, service), name ?? OldName(desired, service));

    /// <summary>Removes what gave way, once it is known that the release serves well.</summary>
    public IEnumerable<Step> RetireSteps()
    {
        var gone = Gone;
        if (!Runs || (gone.IsEmpty && !Beside.Any()))
            yield break;
        ImmutableArray<RetiredService> retired =
        [
            .. Beside.Select(service => new RetiredService(service.Name, service.Label)),
            .. gone.Select(name => new RetiredService(name, null)),
        ];
        var before = desired.Paths.Compose(desired.Environment.Name, Current!.Id);
        yield return new Step(
            "retire-old",
            Phase.HealthCheck,
            $"Let {string.Join(", ", retired.Select(service => service.Name))} of release {Current.Id} go",
            "the new release serves",
            new Retire(desired.Project, retired, desired.Environment.DrainTime)
        )
        {
            Undo = new StartBeside(desired.Project,
                [.. retired.Select(service => new BesideService(service.Name, LabelOfOld(service.Name), Before(service.Name)))],
                ComposeCommands.UpBeside(
                    desired.Project,
                    before,
                    retired.Select(service => (service.Name, Before(service.Name) + (service.Kept is null ? 0 : New(service.Name))))
                ),
                desired.Environment.Health.Timeout
            ),
            UndoTitle = $"start those of release {Current.Id} again, beside the new ones",
        };
    }

    /// <summary>The upstreams at which requests have to wait while services are replaced in place, and what they name afterwards.</summary>
    /// <param name="names">The services.</param>
    /// <param name="isUndo">Whether it is taken back: they name then what they named before.</param>
    public ImmutableArray<Upstream> Held(IEnumerable<string> names, bool isUndo)
    {
        ImmutableArray<string> replaced = [.. names.Where(observed.Runs)];
        var isQuiet = replaced.Any(name => desired.Compose.Find(name) is { Volumes.IsEmpty: false });
        ImmutableArray<string> firsts = [.. replaced.Select(name => ServicePlanner.FirstOf(desired.Environment, name)).OfType<string>()];
        return
        [
            .. Upstreams()
                .Where(upstream =>
                    observed.Upstreams.ContainsKey(upstream.File)
                    && (isQuiet || firsts.Any(first => upstream.File == Upstream.FileOf(desired.Project, first)))
                )
                .Select(upstream =>
                    !isUndo && firsts.Any(first => upstream.File == Upstream.FileOf(desired.Project, first))
                        ? upstream
                        : upstream with
                        {
                            Name = observed.Upstreams[upstream.File],
                        }
                ),
        ];
    }

    /// <summary>All upstreams of the environment that are in use, to be held and given back as they are.</summary>
    public ImmutableArray<Upstream> Everything() =>
        [
            .. Upstreams()
                .Where(upstream => observed.Upstreams.ContainsKey(upstream.File))
                .Select(upstream => upstream with { Name = observed.Upstreams[upstream.File] }),
        ];

    /// <summary>What brings services of the release that serves back, in place.</summary>
    public StepAction? BackInPlace(IEnumerable<string> names)
    {
        if (Current is null) return null;
        ImmutableArray<string> all = [.. names];
        ImmutableArray<string> before = [.. all.Where(Current.Services.ContainsKey)];
        return before.IsEmpty
            ? new Retire(desired.Project, [.. all.Select(name => new RetiredService(name, null))], TimeSpan.Zero)
            : new StartServices(
                desired.Project,
                ComposeCommands.UpOnly(
                    desired.Project,
                    desired.Paths.Compose(desired.Environment.Name, Current.Id),
                    desired.Environment.Health.Timeout,
                    removesOthers: before.Length < all.Length,
                    before
                )
            )
            {
                Held = Held(before, isUndo: true),
            };
    }

    /// <summary>The name of a routed service's containers in releases from before each release had one of its own.</summary>
    private static string OldName(DesiredState desired, string service) =>
        desired.Compose.Find(service)?.ContainerName ?? Upstream.KeyOf(desired.Project, service);

    private Step All() =>
        new(
            "start-services",
            Phase.Up,
            $"Start {string.Join(", ", services.Select(service => service.Name))}",
            "the release has them",
            new StartServices(desired.Project, ComposeCommands.Up(desired.Project, file, desired.Environment.Health.Timeout))
        )
        {
            Undo = RunCommands.Of(ComposeCommands.Down(desired.Project, file)),
            UndoTitle = "stop and remove the containers; volumes stay",
        };

    private Step InPlace(string id, ImmutableArray<RolloutService> started, string reason)
    {
        ImmutableArray<string> names = [.. started.Select(service => service.Name)];
        var giving = started.Where(service => service.Effect == ServiceEffect.ReplaceInPlace).Select(service => service.Name);
        return new Step(
            id,
            Phase.Up,
            $"Start {string.Join(", ", names)}",
            reason,
            new StartServices(
                desired.Project,
                ComposeCommands.UpOnly(desired.Project, file, desired.Environment.Health.Timeout, removesOthers: false, names)
            )
            {
                Held = Held(giving, isUndo: false),
            }
        )
        {
            Undo = BackInPlace(names),
            UndoTitle = Current is null ? "none: what runs now is of no release that this state folder knows"
                : names.Any(Current.Services.ContainsKey) ? $"start what release {Current.Id} has of them"
                : "stop and remove them; volumes stay",
            DowntimeSeconds = costs.SecondsAway(giving),
        };
    }

    private Step BesideStep()
    {
        ImmutableArray<RolloutService> beside = [.. Beside];
        return new Step(
            "start-beside",
            Phase.Up,
            $"Start {string.Join(", ", beside.Select(service => service.Name))} beside those that serve",
            "requests go on to the old ones until the new ones are well",
            new StartBeside(
                desired.Project,
                [.. beside.Select(service => new BesideService(service.Name, service.Label, New(service.Name)))],
                ComposeCommands.UpBeside(
                    desired.Project,
                    file,
                    beside.Select(service =>
                        (service.Name, observed.Of(service.Name).Count(container => container.Release != service.Label) + New(service.Name))
                    )
                ),
                desired.Environment.Health.Timeout
            )
        )
        {
            Undo = new Retire(
                desired.Project,
                [.. beside.Select(service => new RetiredService(service.Name, LabelOfOld(service.Name)))],
                desired.Environment.DrainTime
            ),
            UndoTitle = "stop and remove the new ones",
        };
    }

    private int New(string service) => desired.Compose.Find(service)?.Replicas ?? 1;

    private int Before(string service) => Math.Max(1, observed.Of(service).Count(container => container.Release == LabelOfOld(service)));

    /// <summary>
    /// What the label of the containers that serve says: the release that made them, or nothing where they are of an older format.
    /// </summary>
    private string LabelOfOld(string service)
    {
        var since = Current?.Services.GetValueOrDefault(service)?.Since.ToString();
        return since is not null && observed.Of(service).Any(container => container.Release == since)
            ? since
            : observed.Of(service).Select(container => container.Release).FirstOrDefault("");
    }

    private bool DependsOnReplaced(string name, ImmutableHashSet<string> above) =>
        !above.Contains(name)
        && desired.Compose.Find(name) is { } service
        && service.DependsOn.Any(other =>
            services.Any(one => one.Name == other && one.Effect is ServiceEffect.ReplaceBeside or ServiceEffect.ReplaceInPlace)
            || DependsOnReplaced(other, above.Add(name))
        );
}

/// <summary>A service of a release that comes to serve.</summary>
/// <param name="Name">The service.</param>
/// <param name="Effect">What becomes of its containers.</param>
/// <param name="Label">The release that its containers' label names.</param>
/// <param name="Upstream">The name under which the edge finds them, or null.</param>
internal sealed record RolloutService(string Name, ServiceEffect Effect, string Label, string? Upstream);
