using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Commands;

namespace Slipway.Core.Compose;

/// <summary>
/// Argument lists of <c>docker compose</c>. The project's name is always given, so it never comes from a folder or a variable.
/// </summary>
public static class ComposeCommands
{
    /// <summary>Renders Compose files. <paramref name="release"/> fills <c>${SLIPWAY_RELEASE}</c>.</summary>
    public static Command Config(
        string project,
        IEnumerable<string> files,
        IEnumerable<string> profiles,
        string? envFile,
        string release
    ) =>
        Command
            .Of(
                "docker",
                [
                    "compose",
                    "--project-name",
                    project,
                    .. files.SelectMany(file => new[] { "--file", file }),
                    .. profiles.SelectMany(profile => new[] { "--profile", profile }),
                    .. envFile is null ? ImmutableArray<string>.Empty : ["--env-file", envFile],
                    "config",
                    "--format",
                    "json",
                ]
            )
            .With("SLIPWAY_RELEASE", release);

    /// <summary>
    /// Starts services of a rendered file in the background and waits until they are healthy; all services where none is named.
    /// </summary>
    public static Command Up(string project, string file, TimeSpan timeout, params IEnumerable<string> services) =>
        Up(project, file, timeout, "never", services);

    /// <summary>
    /// Makes the containers of all services of a rendered file anew and waits until they are healthy; pulls the images that the host lacks.
    /// </summary>
    public static Command Renew(string project, string file, TimeSpan timeout) =>
        Up(project, file, timeout, "missing", [], "--force-recreate");

    private static Command Up(
        string project,
        string file,
        TimeSpan timeout,
        string pull,
        IEnumerable<string> services,
        params IEnumerable<string> more
    )
    {
        var names = services.ToImmutableArray();
        return Rendered(project, file,
            [
                "up", "--detach", "--no-build", "--pull", pull, .. more,
                .. names.IsEmpty ? ImmutableArray.Create("--remove-orphans") : [],
                "--wait", "--wait-timeout", ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                .. names,
            ]);
    }

    /// <summary>Builds the images of services; with the newest images that theirs begin with, where that is wished.</summary>
    public static Command Build(string project, string file, bool pulls, IEnumerable<string> services) =>
        // With Docker's containerd image store an attestation would give every rebuild of the same content another id.
        Rendered(project, file, ["build", .. pulls ? ImmutableArray.Create("--pull") : [], .. services])
            .With("BUILDX_NO_DEFAULT_ATTESTATIONS", "1");

    /// <summary>Runs a command once in a new container of a service and removes the container.</summary>
    public static Command RunOnce(string project, string file, string service, string container, IEnumerable<string> command) =>
        Rendered(project, file, ["run", "--rm", "--no-deps", "--no-TTY", "--interactive=false", "--name", container, service, .. command]);

    /// <summary>Makes the container of a service anew and starts it, without what it depends on and without waiting for anything.</summary>
    public static Command UpJob(string project, string file, string service) =>
        Rendered(project, file, ["up", "--detach", "--no-build", "--pull", "never", "--no-deps", "--force-recreate", service]);

    /// <summary>
    /// Starts containers of services until there are so many of each; those that run stay as they are, whatever the file says of them now.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="file">The rendered file.</param>
    /// <param name="services">How many containers each service has in the end, those that run counted.</param>
    public static Command UpBeside(string project, string file, params IEnumerable<(string Name, int Containers)> services)
    {
        var all = services.ToImmutableArray();
        return Rendered(project, file,
            [
                "up",
                "--detach",
                "--no-build",
                "--pull",
                "never",
                "--no-deps",
                "--no-recreate",
                .. all.SelectMany(service =>
                    new[] { "--scale", string.Create(CultureInfo.InvariantCulture, $"{service.Name}={service.Containers}") }
                ),
                .. all.Select(service => service.Name),
            ]);
    }

    /// <summary>
    /// Starts these services of a rendered file and no other, in the order of their dependencies, and waits until they are healthy.
    /// Containers of services that the file lacks are removed where that is wished.
    /// </summary>
    public static Command UpOnly(string project, string file, TimeSpan timeout, bool removesOthers, params IEnumerable<string> services) =>
        Up(project, file, timeout, "never", services, removesOthers ? ["--no-deps", "--remove-orphans"] : ["--no-deps"]);

    /// <summary>Stops and removes containers and the project's own networks; volumes stay.</summary>
    public static Command Down(string project, string file) => Rendered(project, file, ["down", "--remove-orphans"]);

    /// <summary>The same, where no file is known that the containers were started from.</summary>
    public static Command DownUnknown(string project) =>
        Command.Of("docker", "compose", "--project-name", project, "down", "--remove-orphans");

    /// <summary>The same, as short as an operator types it.</summary>
    public static Command DownByHand(string project) => Command.Of("docker", "compose", "-p", project, "down");

    /// <summary>Shows the services' logs.</summary>
    public static Command Logs(string project, string file, int tail, bool follow, IEnumerable<string> services) =>
        Rendered(project, file,
            [
                "logs", "--no-color", "--timestamps", "--tail", tail.ToString(CultureInfo.InvariantCulture),
                .. follow ? ImmutableArray.Create("--follow") : [],
                .. services,
            ]);

    private static Command Rendered(string project, string file, IEnumerable<string> rest) =>
        Command.Of("docker", ["compose", "--ansi", "never", "--progress", "plain", "--project-name", project, "--file", file, .. rest]);
}
