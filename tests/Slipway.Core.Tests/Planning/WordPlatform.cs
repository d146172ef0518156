using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Stack;

namespace Slipway.Core.Tests.Planning;

/// <summary>What a command of <see cref="WordPlatform"/> does to a host.</summary>
internal abstract record Meaning
{
    /// <summary>Starts services of a file; all of them where none is named.</summary>
    public sealed record Start(string Project, string File, ImmutableArray<string> Services) : Meaning;

    /// <summary>Runs a service of a file to its end.</summary>
    public sealed record Job(string Project, string File, string Service) : Meaning;

    /// <summary>Stops and removes a project's containers.</summary>
    public sealed record Stop(string Project) : Meaning;

    public sealed record Pull(string Reference) : Meaning;

    public sealed record Tag(string ImageId, string Reference) : Meaning;

    /// <summary>Nothing that is seen of the host afterwards.</summary>
    public sealed record Nothing : Meaning;
}

/// <summary>
/// A platform that is no engine: its commands are words, and it knows by value what each of them means. A planner that makes its plans
/// with it knows nothing of Docker.
/// </summary>
internal sealed class WordPlatform : IPlatform
{
    private readonly Dictionary<Command, Meaning> meanings = [];

    public Meaning MeaningOf(Command command) => meanings[command];

    public string ContainerOf(string project, string service, string? given) => $"first {service} of {project}";

    public string ContainerOfRun(string project, string service, string purpose) => $"{purpose} of {service} of {project}";

    public string ContainerOfEdge(EdgeDefinition edge, IEnumerable<IComposeContainer> containers) => $"edge of {edge.Compose.Project}";

    public Command Start(string project, string file, TimeSpan timeout, params IEnumerable<string> services)
    {
        ImmutableArray<string> names = [.. services];
        return Say(new Meaning.Start(project, file, names), ["start", file, .. names]);
    }

    public Command StartOnly(string project, string file, TimeSpan timeout, bool removesOthers, params IEnumerable<string> services)
    {
        ImmutableArray<string> names = [.. services];
        return Say(new Meaning.Start(project, file, names), [removesOthers ? "start-only-removing-others" : "start-only", file, .. names]);
    }

    public Command RunJob(string project, string file, string service) => Say(new Meaning.Job(project, file, service), ["run-job", file, service]);

    public Command StartNextTo(string project, string file, params IEnumerable<(string Name, int Containers)> services)
    {
        ImmutableArray<(string Name, int Containers)> all = [.. services];
        return Say(
            new Meaning.Start(project, file, [.. all.Select(service => service.Name)]),
            ["start-next-to", file, .. all.Select(service => $"{service.Name}*{service.Containers}")]);
    }

    public Command Renew(string project, string file, TimeSpan timeout) => Say(new Meaning.Start(project, file, []), ["renew", file]);

    public Command Stop(string project, string? file) => Say(new Meaning.Stop(project), ["stop", project, .. file is null ? [] : ImmutableArray.Create(file)]);

    public Command StopByHand(string project) => Say(new Meaning.Stop(project), ["stop-by-hand", project]);

    public Command RunOnce(string project, string file, string service, string container, IEnumerable<string> command) =>
        Say(new Meaning.Nothing(), ["run", file, service, container, .. command]);

    public Command Exec(string container, params IEnumerable<string> command) => Say(new Meaning.Nothing(), ["in", container, .. command]);

    public ImmutableArray<Command> RemoveContainer(string container) => [Say(new Meaning.Nothing(), ["remove", container])];

    public Command Build(string project, string file, bool pulls, IEnumerable<string> services) => Say(new Meaning.Nothing(), [pulls ? "build-anew" : "build", file, .. services]);

    public Command Pull(string reference) => Say(new Meaning.Pull(reference), ["pull", reference]);

    public Command Tag(string imageId, string reference) => Say(new Meaning.Tag(imageId, reference), ["tag", imageId, reference]);

    public Command CreateNetwork(string name) => Say(new Meaning.Nothing(), ["create-network", name]);

    public Command RemoveNetwork(string name) => Say(new Meaning.Nothing(), ["remove-network", name]);

    public Command RemoveVolumeByHand(string name) => Say(new Meaning.Nothing(), ["remove-volume-by-hand", name]);

    private Command Say(Meaning meaning, ImmutableArray<string> words)
    {
        var command = Command.Of("platform", words);
        meanings[command] = meaning;
        return command;
    }
}
