using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Commands;

namespace Slipway.Core.Docker;

/// <summary>Argument lists of <c>docker compose</c>. The project's name is always given, so it never comes from a folder or a variable.</summary>
public static class ComposeCommands
{
    /// <summary>Renders Compose files. <paramref name="release"/> fills <c>${SLIPWAY_RELEASE}</c>.</summary>
    public static Command Config(string project, IEnumerable<string> files, IEnumerable<string> profiles, string? envFile, string release) =>
        Command.Of("docker",
            [
                "compose", "--project-name", project,
                .. files.SelectMany(file => new[] { "--file", file }),
                .. profiles.SelectMany(profile => new[] { "--profile", profile }),
                .. envFile is null ? ImmutableArray<string>.Empty : ["--env-file", envFile],
                "config", "--format", "json",
            ])
            .With("SLIPWAY_RELEASE", release);

    /// <summary>Starts services of a rendered file in the background and waits until they are healthy; all services where none is named.</summary>
    public static Command Up(string project, string file, TimeSpan timeout, params IEnumerable<string> services) => Up(project, file, timeout, "never", services);

    /// <summary>Makes the containers of all services of a rendered file anew and waits until they are healthy; pulls the images that the host lacks.</summary>
    public static Command Renew(string project, string file, TimeSpan timeout) => Up(project, file, timeout, "missing", [], "--force-recreate");

    private static Command Up(string project, string file, TimeSpan timeout, string pull, IEnumerable<string> services, params IEnumerable<string> more)
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

    /// <summary>Builds the images of services.</summary>
    public static Command Build(string project, string file, IEnumerable<string> services) =>
        // With Docker's containerd image store an attestation would give every rebuild of the same content another id.
        Rendered(project, file, ["build", .. services]).With("BUILDX_NO_DEFAULT_ATTESTATIONS", "1");

    /// <summary>Runs a command once in a new container of a service and removes the container.</summary>
    public static Command RunOnce(string project, string file, string service, string container, IEnumerable<string> command) =>
        Rendered(project, file, ["run", "--rm", "--no-deps", "--no-TTY", "--interactive=false", "--name", container, service, .. command]);

    /// <summary>Starts one container of a service beside those that run, without their names, aliases and ports.</summary>
    public static Command RunBeside(string project, string file, string service, string container) =>
        Rendered(project, file, ["run", "--detach", "--no-deps", "--no-TTY", "--name", container, service]);

    /// <summary>Stops and removes containers and the project's own networks; volumes stay.</summary>
    public static Command Down(string project, string file) => Rendered(project, file, ["down", "--remove-orphans"]);

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
