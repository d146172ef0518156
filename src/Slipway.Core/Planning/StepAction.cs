using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Edge;
using Slipway.Core.Health;
using Slipway.Core.Observed;
using Slipway.Core.Releases;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>An effect as data. The cases are closed: the executor knows each of them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
[JsonDerivedType(typeof(RunCommands), "runCommands")]
[JsonDerivedType(typeof(StartServices), "startServices")]
[JsonDerivedType(typeof(CreateNetwork), "createNetwork")]
[JsonDerivedType(typeof(RemoveNetwork), "removeNetwork")]
[JsonDerivedType(typeof(RemoveContainers), "removeContainers")]
[JsonDerivedType(typeof(StopEdge), "stopEdge")]
[JsonDerivedType(typeof(RunMigrations), "runMigrations")]
[JsonDerivedType(typeof(CheckUnchanged), "checkUnchanged")]
[JsonDerivedType(typeof(CheckWindow), "checkWindow")]
[JsonDerivedType(typeof(AskGuard), "askGuard")]
[JsonDerivedType(typeof(WriteEnvFile), "writeEnvFile")]
[JsonDerivedType(typeof(RestoreEnvFile), "restoreEnvFile")]
[JsonDerivedType(typeof(CreateCertificates), "createCertificates")]
[JsonDerivedType(typeof(DumpDatabase), "dumpDatabase")]
[JsonDerivedType(typeof(WriteAndRun), "writeAndRun")]
[JsonDerivedType(typeof(BuildImages), "buildImages")]
[JsonDerivedType(typeof(WriteRelease), "writeRelease")]
[JsonDerivedType(typeof(StartBeside), "startBeside")]
[JsonDerivedType(typeof(SwitchTraffic), "switchTraffic")]
[JsonDerivedType(typeof(Retire), "retire")]
[JsonDerivedType(typeof(ApplyEdge), "applyEdge")]
[JsonDerivedType(typeof(CheckHealth), "checkHealth")]
[JsonDerivedType(typeof(WatchSoak), "watchSoak")]
[JsonDerivedType(typeof(VerifyIsolation), "verifyIsolation")]
[JsonDerivedType(typeof(CheckTraffic), "checkTraffic")]
public abstract record StepAction
{
    private StepAction()
    {
    }

    private static IEnumerable<string> Holding(ImmutableArray<Upstream> held) =>
        held.IsDefaultOrEmpty
            ? []
            :
            [
                $"meanwhile the edge keeps requests to {string.Join(", ", held.Select(upstream => Path.GetFileName(upstream.File)))} waiting",
            ];

    /// <summary>What the action does, a line each.</summary>
    public abstract ImmutableArray<string> Effects { get; }

    /// <summary>Runs commands one after the other; the first that fails ends the step.</summary>
    public sealed record RunCommands(ImmutableArray<Command> Commands) : StepAction
    {
        /// <summary>One or more commands.</summary>
        public static RunCommands Of(params IEnumerable<Command> commands) => new([.. commands]);

        /// <inheritdoc />
        public override ImmutableArray<string> Effects => [.. Commands.Select(command => command.ToString())];
    }

    /// <summary>Starts services of a project, and measures how long those that are replaced are away.</summary>
    public sealed record StartServices(string Project, Command Command) : StepAction
    {
        /// <summary>The upstreams at which the edge keeps requests waiting meanwhile, and what they are to name afterwards.</summary>
        public ImmutableArray<Upstream> Held { get; init; } = [];

        /// <inheritdoc />
        public override ImmutableArray<string> Effects => [.. Holding(Held), Command.ToString()];
    }

    /// <summary>
    /// Starts containers of services beside those that run and waits until they are well. Those that are there already are left as
    /// they are, so that it can be run again.
    /// </summary>
    public sealed record StartBeside(string Project, ImmutableArray<BesideService> Services, Command Command, TimeSpan Timeout) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                Command.ToString(),
                $"waits until {string.Join(", ", Services.Select(service => $"{service.Replicas} of {service.Name}"))} {(Services.Sum(service => service.Replicas) == 1 ? "is" : "are")} healthy",
            ];
    }

    /// <summary>Tells the edge where to send requests from now on. Caddy reads the files for each request: nothing is reloaded.</summary>
    public sealed record SwitchTraffic(ImmutableArray<Upstream> Upstreams) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                .. Upstreams.Select(upstream =>
                    upstream.Name is { } name ? $"writes {name} to {upstream.File} of the edge" : $"removes {upstream.File} of the edge"
                ),
            ];
    }

    /// <summary>
    /// Waits until the edge has no request in flight at containers that give way, or the time is up; then stops them with their
    /// grace period and removes them.
    /// </summary>
    public sealed record Retire(string Project, ImmutableArray<RetiredService> Services, TimeSpan Drain) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
        [
            $"waits for at most {Drain.TotalSeconds:0} s until the edge has no request in flight at them",
            .. Services.Select(service => service.Kept switch
            {
                null => $"stops and removes the containers of {service.Name}",
                "" => $"stops and removes the containers of {service.Name} that a release of the present format made",
                var release => $"stops and removes the containers of {service.Name} but those of release {release}",
            }),
        ];
    }

    /// <summary>Makes a network, unless it is there.</summary>
    public sealed record CreateNetwork(string Name) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects => [DockerCommands.CreateNetwork(Name).ToString()];
    }

    /// <summary>Removes a network, unless something uses it: another environment may have come to need it.</summary>
    public sealed record RemoveNetwork(string Name) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects => [DockerCommands.RemoveNetwork(Name).ToString()];
    }

    /// <summary>Stops containers with their grace period and removes them; those that are not there are passed over.</summary>
    public sealed record RemoveContainers(ImmutableArray<string> Names) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [.. Names.SelectMany(name => new[] { DockerCommands.Stop(name).ToString(), DockerCommands.Remove(name).ToString() })];
    }

    /// <summary>Stops the edge and removes its containers, unless another environment's containers are on its network.</summary>
    public sealed record StopEdge(string Network, Command Down) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects => [Down.ToString()];
    }

    /// <summary>Runs the migrations' command; what it prints on standard output, a line each, is kept as what was applied.</summary>
    /// <param name="Container">The name of the container that it runs in: a migration that outlives a killed run is found by it.</param>
    /// <param name="Command">The command.</param>
    public sealed record RunMigrations(string Container, Command Command) : StepAction
    {
        /// <summary>The upstreams at which the edge keeps requests waiting meanwhile, and what they are to name afterwards.</summary>
        public ImmutableArray<Upstream> Held { get; init; } = [];

        /// <inheritdoc />
        public override ImmutableArray<string> Effects => [.. Holding(Held), Command.ToString()];
    }

    /// <summary>Looks at the host again and refuses when it is not as it was when the plan was made.</summary>
    public sealed record CheckUnchanged : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects => ["compares definition, env file and host with what the plan was made from"];
    }

    /// <summary>Refuses outside of the maintenance window.</summary>
    public sealed record CheckWindow(MaintenanceWindow Window) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects => [$"compares the time with {Window}"];
    }

    /// <summary>
    /// Runs a command of the operator's until it succeeds, and refuses where it does not in time. It has no effect that anybody would have
    /// to take back.
    /// </summary>
    public sealed record AskGuard(GuardDefinition Guard, Command Command) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                Command.ToString(),
                $"expects exit code 0 within {Guard.Timeout.TotalSeconds:0} s{(Guard.Wait > TimeSpan.Zero ? $", again and again for {Guard.Wait.TotalSeconds:0} s at most" : "")}",
            ];
    }

    /// <summary>Writes the env file that was filled from its template while the plan was made.</summary>
    public sealed record WriteEnvFile(string Path) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects => [$"writes {Path} (mode 0600)"];
    }

    /// <summary>Keeps the env file that is there as a version, then puts another version in its place.</summary>
    /// <param name="Path">The env file.</param>
    /// <param name="Folder">The folder of the versions.</param>
    /// <param name="Version">SHA-256 of the version that comes back.</param>
    /// <param name="Before">SHA-256 of the file that is there when the plan is made.</param>
    public sealed record RestoreEnvFile(string Path, string Folder, string Version, string Before) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
        [
            $"keeps {Path} as {Folder}/{StatePaths.EnvVersionName(Before)} (mode 0600)",
            $"writes {Path} as {Folder}/{StatePaths.EnvVersionName(Version)} has it (mode 0600)",
        ];
    }

    /// <summary>Makes an authority, a server and client certificates, unless the folder holds them.</summary>
    public sealed record CreateCertificates(CertificateDefinition Certificates, string Folder) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [$"writes ca, server and {string.Join(", ", Certificates.Clients)} certificates with their keys (mode 0600) to {Folder}"];
    }

    /// <summary>
    /// Writes the standard output of a command to a backup file, with its SHA-256 taken on the way, and removes backups beyond the number
    /// kept.
    /// </summary>
    public sealed record DumpDatabase(string BackupId, string Database, Command Command, string Folder, int Kept) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
        [
            $"{Command} > {Folder}/{BackupId}.dump",
            $"writes {Folder}/{BackupId}.json with size and SHA-256; keeps the newest {Kept}",
        ];
    }

    /// <summary>Writes a file of the state, then runs a command that reads it.</summary>
    public sealed record WriteAndRun(string Path, string Text, Command Command) : StepAction
    {
        /// <summary>
        /// The rules that the edge starts with, where its folder has none yet that Caddy is known to accept; otherwise null.
        /// </summary>
        public EdgeFile? Rules { get; init; }

        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                .. Rules is { } rules ? [$"writes {rules.Path} into the edge's folder"] : ImmutableArray<string>.Empty,
                $"writes {Path} (mode 0600)",
                Command.ToString(),
            ];
    }

    /// <summary>Builds images, each tagged with the release.</summary>
    /// <param name="Images">Image reference by service, one service a distinct build.</param>
    /// <param name="Source">Where the source of another release is taken from in place of the work tree, or null.</param>
    /// <param name="File">The Compose file that the command reads; written by this action.</param>
    /// <param name="Command">The command.</param>
    public sealed record BuildImages(ImmutableSortedDictionary<string, string> Images, SourceExport? Source, string File, Command Command)
        : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                .. Source is { } source
                    ? [$"git archive {source.Snapshot} | tar --extract --directory {source.Folder}, removed after the build"]
                    : ImmutableArray<string>.Empty,
                $"writes {File} (mode 0600)",
                Command.ToString(),
                .. Images.Values.Select(image => $"makes image {image}"),
            ];
    }

    /// <summary>Looks up the images' ids and writes the release down: its rendered Compose file and its manifest.</summary>
    public sealed record WriteRelease(ReleaseId Release, string Folder, ImmutableArray<PlannedService> Services, string Fingerprint)
        : StepAction
    {
        /// <summary>The folder where the env file is kept as a version; null where there is no env file.</summary>
        public string? EnvVersions { get; init; }

        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
        [
            .. EnvVersions is { } versions ? [$"keeps the env file as a version in {versions} (mode 0600)"] : ImmutableArray<string>.Empty,
            $"writes {Folder}/compose.json and {Folder}/release.json (mode 0600)",
        ];
    }

    /// <summary>
    /// Tries files of the edge in a folder that Caddy does not start from; only what it accepts there is moved into place and loaded. A
    /// configuration that cannot be loaded is put back.
    /// </summary>
    public sealed record ApplyEdge(ImmutableArray<EdgeFile> Files, Command Validate, Command Reload) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                "stages the edge's files with the changes",
                Validate.ToString(),
                .. Files.Select(file => $"{(file.IsRemoved ? "removes" : "writes")} {file.Path}"),
                Reload.ToString(),
            ];
    }

    /// <summary>Asks the environment's services and routes whether they are well.</summary>
    public sealed record CheckHealth(string Project, ImmutableArray<string> Services, ImmutableArray<Probe> Probes, TimeSpan Timeout)
        : StepAction
    {
        /// <summary>How many good answers in a row each probe has to get.</summary>
        public int GoodInARow { get; init; } = 1;

        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                $"expects running and healthy: {string.Join(", ", Services)}",
                .. Probes.Select(probe =>
                    $"GET {probe.Url} through the edge, expects {probe.Expect}{(GoodInARow > 1 ? $", {GoodInARow} times in a row" : "")}"
                ),
            ];
    }

    /// <summary>
    /// Watches a release for a while: its containers, and what the edge answers for its hosts. It sends requests itself, so that there are
    /// some.
    /// </summary>
    /// <param name="Project">The Compose project.</param>
    /// <param name="Edge">The container that runs Caddy.</param>
    /// <param name="Hosts">The hosts, without ports.</param>
    /// <param name="Probes">What is asked all the while.</param>
    /// <param name="Time">For how long.</param>
    /// <param name="Limits">What takes the release back.</param>
    public sealed record WatchSoak(
        string Project,
        string Edge,
        ImmutableArray<string> Hosts,
        ImmutableArray<Probe> Probes,
        TimeSpan Time,
        SoakLimits Limits
    ) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                $"watches the containers of {Project}: none of them may end, start again or become unhealthy",
                .. Hosts.IsEmpty
                    ? ImmutableArray<string>.Empty
                    : [$"{CaddyCommands.Metrics(Edge)}, once a second: {Limits} for {string.Join(", ", Hosts)}"],
                .. Probes.Select(probe => $"GET {probe.Url} through the edge, several times a second"),
            ];
    }

    /// <summary>
    /// Probes from a throwaway container in the networks of each environment what it reaches of the others. Something that it should not
    /// reach fails the step.
    /// </summary>
    public sealed record VerifyIsolation(ImmutableArray<string> Environments) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                .. Environments.Select(environment =>
                    $"starts a container in the networks of {environment}, asks for names and ports of {string.Join(", ", Environments.Where(other => other != environment))}, expects no answer, removes it"
                ),
            ];
    }

    /// <summary>Fails when one of the environments lost a request or a WebSocket since the run touched the first service.</summary>
    public sealed record CheckTraffic(ImmutableArray<string> Environments) : StepAction
    {
        /// <inheritdoc />
        public override ImmutableArray<string> Effects =>
            [
                .. Environments.Select(environment =>
                    $"expects that {environment} lost no request and no WebSocket since the first service was touched"
                ),
            ];
    }
}

/// <summary>A git snapshot that is unpacked into a folder, so that images are built from the very source of another release.</summary>
/// <param name="Snapshot">The commit.</param>
/// <param name="Folder">The folder, which stands for the work tree's root while the images are built.</param>
public sealed record SourceExport(string Snapshot, string Folder);

/// <summary>A service of which new containers are started beside the old ones.</summary>
/// <param name="Name">The service.</param>
/// <param name="Release">The release that the new containers' label names.</param>
/// <param name="Replicas">How many there have to be.</param>
public sealed record BesideService(string Name, string Release, int Replicas);

/// <summary>A service of which containers give way.</summary>
/// <param name="Name">The service.</param>
/// <param name="Kept">The release whose containers stay; empty for those that have no label of one; null where none stay.</param>
public sealed record RetiredService(string Name, string? Kept)
{
    /// <summary>Whether a container is one of those that give way.</summary>
    public bool Takes(ObservedContainer container) =>
        !container.IsOneOff && container.Service == Name && (Kept is null || Kept != container.Release);
}
