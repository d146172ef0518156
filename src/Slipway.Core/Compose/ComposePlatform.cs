using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Stack;

namespace Slipway.Core.Compose;

/// <summary>Docker Compose on one engine, the one of this host.</summary>
public sealed class ComposePlatform : IPlatform
{
    private ComposePlatform() { }

    /// <summary>The engine that <c>docker</c> reaches.</summary>
    public static ComposePlatform Local { get; } = new();

    /// <inheritdoc />
    public string ContainerOf(string project, string service, string? given) => ContainerNames.Of(project, service, given);

    /// <inheritdoc />
    public string ContainerOfRun(string project, string service, string purpose) => ContainerNames.OfRun(project, service, purpose);

    /// <inheritdoc />
    public string ContainerOfEdge(EdgeDefinition edge, IEnumerable<IComposeContainer> containers) =>
        EdgeContainer.Among(containers, edge)?.Name ?? ContainerNames.OfEdge(edge);

    /// <inheritdoc />
    public Command Start(string project, string file, TimeSpan timeout, params IEnumerable<string> services) =>
        ComposeCommands.Up(project, file, timeout, services);

    /// <inheritdoc />
    public Command StartOnly(string project, string file, TimeSpan timeout, bool removesOthers, params IEnumerable<string> services) =>
        ComposeCommands.UpOnly(project, file, timeout, removesOthers, services);

    /// <inheritdoc />
    public Command StartNextTo(string project, string file, params IEnumerable<(string Name, int Containers)> services) =>
        ComposeCommands.UpBeside(project, file, services);

    /// <inheritdoc />
    public Command Renew(string project, string file, TimeSpan timeout) => ComposeCommands.Renew(project, file, timeout);

    /// <inheritdoc />
    public Command Stop(string project, string? file) =>
        file is null ? ComposeCommands.DownUnknown(project) : ComposeCommands.Down(project, file);

    /// <inheritdoc />
    public Command StopByHand(string project) => ComposeCommands.DownByHand(project);

    /// <inheritdoc />
    public Command RunOnce(string project, string file, string service, string container, IEnumerable<string> command) =>
        ComposeCommands.RunOnce(project, file, service, container, command);

    /// <inheritdoc />
    public Command RunJob(string project, string file, string service) => ComposeCommands.UpJob(project, file, service);

    /// <inheritdoc />
    public Command Exec(string container, params IEnumerable<string> command) => DockerCommands.Exec(container, command);

    /// <inheritdoc />
    public ImmutableArray<Command> RemoveContainer(string container) =>
        [DockerCommands.Stop(container), DockerCommands.RemoveRun(container)];

    /// <inheritdoc />
    public Command Build(string project, string file, bool pulls, IEnumerable<string> services) =>
        ComposeCommands.Build(project, file, pulls, services);

    /// <inheritdoc />
    public Command Pull(string reference) => DockerCommands.Pull(reference);

    /// <inheritdoc />
    public Command Tag(string imageId, string reference) => DockerCommands.Tag(imageId, reference);

    /// <inheritdoc />
    public Command CreateNetwork(string name) => DockerCommands.CreateNetwork(name);

    /// <inheritdoc />
    public Command RemoveNetwork(string name) => DockerCommands.RemoveNetwork(name);

    /// <inheritdoc />
    public Command RemoveVolumeByHand(string name) => DockerCommands.RemoveVolume(name);
}
