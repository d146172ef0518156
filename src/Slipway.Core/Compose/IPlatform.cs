using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Stack;

namespace Slipway.Core.Compose;

/// <summary>
/// Where services run, as the planner needs it: the commands that a plan is made of, and the names of containers. Everything that is
/// particular to one kind of engine stands behind it; the planner speaks of services, releases and traffic.
/// </summary>
public interface IPlatform
{
    /// <summary>The name of a service's first container.</summary>
    string ContainerOf(string project, string service, string? given);

    /// <summary>The name of the container that runs a command of a service once.</summary>
    string ContainerOfRun(string project, string service, string purpose);

    /// <summary>The name of the container that runs the edge: the one that is there, else the one that will be.</summary>
    string ContainerOfEdge(EdgeDefinition edge, IEnumerable<IComposeContainer> containers);

    /// <summary>Starts services of a release's file and waits until they are healthy; all of them where none is named.</summary>
    Command Start(string project, string file, TimeSpan timeout, params IEnumerable<string> services);

    /// <summary>Starts these services and none that they depend on; removes what the file lacks where that is wished.</summary>
    Command StartOnly(string project, string file, TimeSpan timeout, bool removesOthers, params IEnumerable<string> services);

    /// <summary>Starts containers next to those that run until there are so many of each service.</summary>
    Command StartNextTo(string project, string file, params IEnumerable<(string Name, int Containers)> services);

    /// <summary>Replaces the containers of all services of a file, and waits until the new ones are healthy.</summary>
    Command Renew(string project, string file, TimeSpan timeout);

    /// <summary>Stops and removes a project's containers; volumes stay.</summary>
    /// <param name="project">The project.</param>
    /// <param name="file">The file that they were started from; null where it is not known.</param>
    Command Stop(string project, string? file);

    /// <summary>What an operator types to stop a project that this program does not manage.</summary>
    Command StopByHand(string project);

    /// <summary>Runs a command of a service once, in a container of this name.</summary>
    Command RunOnce(string project, string file, string service, string container, IEnumerable<string> command);

    /// <summary>Starts a service that runs to its end, in a new container, and nothing that it depends on.</summary>
    Command RunJob(string project, string file, string service);

    /// <summary>Runs a command in a running container.</summary>
    Command Exec(string container, params IEnumerable<string> command);

    /// <summary>Stops a container with its grace period and removes it.</summary>
    ImmutableArray<Command> RemoveContainer(string container);

    /// <summary>Builds the images of services; with the newest images that theirs begin with, where that is wished.</summary>
    Command Build(string project, string file, bool pulls, IEnumerable<string> services);

    /// <summary>Pulls an image.</summary>
    Command Pull(string reference);

    /// <summary>Gives an image one more name.</summary>
    Command Tag(string imageId, string reference);

    /// <summary>Creates a network.</summary>
    Command CreateNetwork(string name);

    /// <summary>Removes a network.</summary>
    Command RemoveNetwork(string name);

    /// <summary>What an operator types to remove a volume with its data; no plan does.</summary>
    Command RemoveVolumeByHand(string name);
}
