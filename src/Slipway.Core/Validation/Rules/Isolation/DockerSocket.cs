using Slipway.Core.Compose;

namespace Slipway.Core.Validation.Rules.Isolation;

/// <summary>Services that can command the Docker engine.</summary>
public sealed class DockerSocket : Rule
{
    // Compose mounts the socket for it, and `docker compose config` does not show the mount (2.40).
    private const string Key = "use_api_socket";

    /// <inheritdoc />
    public override string Id => "isolation/docker-socket";

    /// <inheritdoc />
    public override string Reason => "Who can speak to the engine's socket is root of the host, and of the other environment.";

    /// <inheritdoc />
    public override IEnumerable<Finding> Check(StackFacts facts) =>
        from found in InEachService(facts, (environment, service) =>
            service.Mounts.FirstOrDefault(Is) is { } mount ? environment.OriginOf(service, mount)
            : (bool?)service.Json[Key] == true ? environment.OriginOf("services", service.Name, Key)
            : null
        )
        select Found(
            found.Place,
            $"{found.Services} can speak to the Docker engine through its socket",
            $"remove the {(found.Place.Path.EndsWith(Key, StringComparison.Ordinal) ? "key" : "mount")}; "
                + "what has to look at containers can ask a proxy of the socket that lets reading questions through alone",
            found.Environments);

    /// <summary>Whether a mount gives the engine's socket to a container: the socket, or a folder that it is in.</summary>
    internal static bool Is(ComposeMount mount) => mount.Kind == MountKind.Folder
        && (mount.Source.EndsWith("/docker.sock", StringComparison.Ordinal) || mount.Source is "/" or "/var" or "/var/run" or "/run");
}
