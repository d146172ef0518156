using Slipway.Core.Commands;

namespace Slipway.Core.Compose;

/// <summary>Argument lists of <c>docker</c>.</summary>
public static class DockerCommands
{
    /// <summary>The versions of client and engine; fails where no engine answers.</summary>
    public static Command Version() => Command.Of("docker", "version", "--format", "json");

    /// <summary>
    /// What engine and client say of themselves, in one object that <see cref="EngineInfo"/> reads. Where no engine answers, the
    /// client's own part is printed all the same. A slow question: the client looks at all its plugins too.
    /// </summary>
    public static Command Info() =>
        Command.Of(
            "docker",
            "info",
            "--format",
            "{\"engine\":{{json .ServerVersion}},\"cpus\":{{json .NCPU}},\"memory\":{{json .MemTotal}},"
                + "\"root\":{{json .DockerRootDir}},\"plugins\":{{json .ClientInfo.Plugins}}}"
        );

    /// <summary>All containers of the host, a line each: name, Compose project or nothing, state, ports; tabs between them.</summary>
    public static Command ContainersWithPorts() =>
        Command.Of(
            "docker",
            "ps",
            "--all",
            "--no-trunc",
            "--format",
            "{{.Names}}\\t{{.Label \"com.docker.compose.project\"}}\\t{{.State}}\\t{{.Ports}}"
        );

    /// <summary>The ids of all networks.</summary>
    public static Command NetworkIds() => Command.Of("docker", "network", "ls", "--quiet", "--no-trunc");

    /// <summary>Networks, a line each: name, Compose project or nothing, subnets with spaces between; tabs between them.</summary>
    public static Command InspectNetworks(IEnumerable<string> ids) =>
        Command.Of(
            "docker",
            [
                "network",
                "inspect",
                "--format",
                "{{.Name}}\t{{index .Labels \"com.docker.compose.project\"}}\t{{range .IPAM.Config}}{{.Subnet}} {{end}}",
                .. ids,
            ]
        );

    /// <summary>The ids of all containers of Compose projects, stopped ones included.</summary>
    public static Command ContainerIds(string project) =>
        Command.Of("docker", "ps", "--all", "--quiet", "--no-trunc", "--filter", $"label=com.docker.compose.project={project}");

    /// <summary>
    /// All containers of the host, a line each: id, Compose project or nothing, networks with commas between, name; tabs between them.
    /// </summary>
    public static Command ContainersWithProjects() =>
        Command.Of(
            "docker",
            "ps",
            "--all",
            "--no-trunc",
            "--format",
            "{{.ID}}\\t{{.Label \"com.docker.compose.project\"}}\\t{{.Networks}}\\t{{.Names}}"
        );

    /// <summary>Everything about containers.</summary>
    public static Command InspectContainers(IEnumerable<string> idsOrNames) =>
        Command.Of("docker", ["container", "inspect", .. idsOrNames]);

    /// <summary>Everything about images; prints those it knows and fails where one is missing.</summary>
    public static Command InspectImages(IEnumerable<string> references) => Command.Of("docker", ["image", "inspect", .. references]);

    /// <summary>The names of all networks.</summary>
    public static Command NetworkNames() => Command.Of("docker", "network", "ls", "--format", "{{.Name}}");

    /// <summary>All volumes: name and mount point, with a tab between.</summary>
    public static Command Volumes() => Command.Of("docker", "volume", "ls", "--format", "{{.Name}}\t{{.Mountpoint}}");

    /// <summary>
    /// The folder in which the engine keeps images and volumes. A slow question: the client looks at all its plugins too.
    /// </summary>
    public static Command RootFolder() => Command.Of("docker", "info", "--format", "{{.DockerRootDir}}");

    /// <summary>What time it is for the engine, in ISO 8601 with nanoseconds.</summary>
    public static Command Time() => Command.Of("docker", "info", "--format", "{{.SystemTime}}");

    /// <summary>
    /// What happened to a project's containers between two moments of the engine's clock, both past, so that it returns at once: it waits
    /// for one to come, for ever where need be (<see href="https://github.com/docker/for-mac/issues/17"/>). The engine keeps only its last
    /// 256 events, those of all health checks included.
    /// </summary>
    public static Command ContainerEvents(string project, DateTimeOffset since, DateTimeOffset until) =>
        Command.Of("docker", "events", "--since", Seconds(since), "--until", Seconds(until),
            "--filter", "type=container", "--filter", $"label=com.docker.compose.project={project}",
            "--filter", "event=kill", "--filter", "event=die", "--filter", "event=start", "--filter", "event=health_status",
            "--format", "{{json .}}");

    /// <summary>Makes a bridge network.</summary>
    public static Command CreateNetwork(string name) => Command.Of("docker", "network", "create", name);

    /// <summary>Removes a network; fails where a container is on it.</summary>
    public static Command RemoveNetwork(string name) => Command.Of("docker", "network", "rm", name);

    /// <summary>Removes a volume with its data; operators do that, this program never does.</summary>
    public static Command RemoveVolume(string name) => Command.Of("docker", "volume", "rm", name);

    /// <summary>The Compose projects of the containers on a network, a line each.</summary>
    public static Command ProjectsOn(string network) =>
        Command.Of("docker", "ps", "--all", "--filter", $"network={network}", "--format", "{{.Label \"com.docker.compose.project\"}}");

    /// <summary>Waits until a container has ended and prints its exit code.</summary>
    public static Command Wait(string container) => Command.Of("docker", "wait", container);

    /// <summary>Pulls an image.</summary>
    public static Command Pull(string reference) => Command.Of("docker", "pull", "--quiet", reference);

    /// <summary>Gives an image one more name.</summary>
    public static Command Tag(string imageId, string reference) => Command.Of("docker", "tag", imageId, reference);

    /// <summary>Stops a container with its stop signal and grace period.</summary>
    public static Command Stop(string container) => Command.Of("docker", "stop", container);

    /// <summary>Removes a container, running or not. Volumes without a name stay: what is in them may be the only copy.</summary>
    public static Command Remove(string container) => Command.Of("docker", "rm", "--force", container);

    /// <summary>Removes a container that ran a command once, with its volumes that have no name.</summary>
    public static Command RemoveRun(string container) => Command.Of("docker", "rm", "--force", "--volumes", container);

    /// <summary>The last lines of a container's log.</summary>
    public static Command LastLines(string container, int lines) =>
        Command.Of("docker", "logs", "--tail", lines.ToString(System.Globalization.CultureInfo.InvariantCulture), container);

    /// <summary>Everything that a container has printed, each stream on its own.</summary>
    public static Command Logs(string container) => Command.Of("docker", "logs", container);

    /// <summary>
    /// Runs a shell's script, given on standard input, in a container that is removed after it: on these networks, and with no right that
    /// it does not need.
    /// </summary>
    /// <param name="container">The container's name.</param>
    /// <param name="project">The Compose project that it says it is of, so that nobody takes it for a stranger.</param>
    /// <param name="image">The image, which has to be there.</param>
    /// <param name="networks">The networks, one or more.</param>
    public static Command RunScript(string container, string project, string image, params IEnumerable<string> networks) =>
        Command.Of("docker",
        [
            "run", "--rm", "--interactive", "--name", container, "--label", $"com.docker.compose.project={project}",
            .. networks.SelectMany(network => new[] { "--network", network }),
            "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--pull", "never",
            "--entrypoint", "sh", image, "-s",
        ]);

    /// <summary>Runs a command in a running container, with standard input.</summary>
    public static Command Exec(string container, params IEnumerable<string> command) =>
        Command.Of("docker", ["exec", "--interactive", container, .. command]);

    private static string Seconds(DateTimeOffset time) =>
        ((decimal)(time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond).ToString(
            "0.0000000",
            System.Globalization.CultureInfo.InvariantCulture
        );
}
