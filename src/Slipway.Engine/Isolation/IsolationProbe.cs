using System.Collections.Immutable;
using Slipway.Core.Compose;
using Slipway.Core.Environments;
using Slipway.Core.Observed;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Validation.Live;
using Slipway.Engine.Docker;
using Slipway.Engine.Ports;
using Slipway.Engine.Session;

namespace Slipway.Engine.Isolation;

/// <summary>
/// Proves on the running host what the environments of a stack reach of each other: a throwaway container in the networks of each
/// asks for the names and addresses of the others, and for what they share. Nothing else on the host is touched.
/// </summary>
public sealed class IsolationProbe(Host host, StackLocation location)
{
    // A project of its own: a container of none, on the networks of an environment, counts as a stranger there.
    private const string Project = "slipway-isolation";

    private readonly DockerQueries docker = new(host.Commands);

    /// <summary>Probes from every environment that runs, side by side, and judges.</summary>
    /// <exception cref="SlipwayException">A probe could not be started, or ended before it had asked everything.</exception>
    public async Task<LiveVerdict> ProveAsync(StackDefinition stack, CancellationToken cancellation)
    {
        var facts = await ReadAsync(stack, cancellation);
        var running = facts.Environments.Where(environment => !environment.Networks.IsEmpty).ToImmutableArray();
        var lists = running.Select(facts.ReachFrom).ToImmutableArray();
        var image = lists.Any(list => list.Questions > 0) ? ImageOf(facts) : "";
        var answers = await Task.WhenAll(running.Zip(lists, (environment, list) => AskAsync(environment, list, image, cancellation)));
        return LiveCheck.Judge(facts, [.. lists.Zip(answers)], host.Clock.GetUtcNow());
    }

    private async Task<LiveFacts> ReadAsync(StackDefinition stack, CancellationToken cancellation)
    {
        var environments = Task.WhenAll(stack.Environments.Select(async environment =>
            new LiveEnvironment(Filled(stack, environment), await RunningAsync(environment.Compose.Project, cancellation))));
        var edge = RunningAsync(stack.Edge.Compose.Project, cancellation);
        var shared = stack.Shared is { } project
            ? RunningAsync(project.Project, cancellation)
            : Task.FromResult(ImmutableArray<ObservedContainer>.Empty);
        return new LiveFacts
        {
            Definition = stack,
            Environments = [.. await environments],
            Edge = await edge,
            Shared = await shared,
        };
    }

    private async Task<ImmutableArray<ObservedContainer>> RunningAsync(string project, CancellationToken cancellation) =>
        [.. (await docker.ContainersAsync(project, cancellation)).Where(container => container.IsRunning)];

    // What runs is asked, in any state: where the env file is missing or wrong, only ports that it alone would give are unknown.
    private EnvironmentDefinition Filled(StackDefinition stack, EnvironmentDefinition environment)
    {
        if (environment.Compose.EnvFile is not { } name || host.Files.ReadText(location.Resolve(name)) is not { } text) return environment;
        return EnvironmentResolution.Resolve(stack, environment, EnvFile.Parse(text, name).Values).Environment;
    }

    private string ImageOf(LiveFacts facts) =>
        facts.Definition.Isolation.ProbeImage
        ?? EdgeContainer.Among(facts.Edge, facts.Definition.Edge)?.ImageId
        ?? throw Failed("there is no image for the containers that probe the isolation.",
            $"it is the edge's where {location.DisplayName} names no other, and the edge is not running.",
            "start the edge (Up of an environment does), or name an image of this host under isolation/probeImage.");

    private async Task<ReachAnswers> AskAsync(LiveEnvironment environment, ReachList list, string image, CancellationToken cancellation)
    {
        if (list.Questions == 0) return ReachAnswers.None;
        var container = $"{environment.Definition.Compose.Project}-verify-isolation-{host.RandomText(8)}";
        var command = DockerCommands.RunScript(container, Project, image, list.Networks);
        var isGone = false;
        try
        {
            var result = await host.Commands.RunAsync(command, list.Script(), cancellation: cancellation);
            isGone = result.Succeeded;
            if (result.ExitCode == ReachList.ProgramMissing)
            {
                throw Failed($"the isolation of {environment.Name} could not be probed: {result.Output.Trim()}.",
                    $"the image is {image}.",
                    "name an image of this host under isolation/probeImage that has sh, timeout, bash or nc, and getent or nslookup.");
            }

            if (!result.Succeeded || ReachAnswers.Parse(result.Output, list) is not { } answers)
            {
                throw Failed(
                    $"the isolation of {environment.Name} could not be probed: "
                        + $"the container ended with exit code {result.ExitCode} before it had asked everything.",
                    result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
                        ?? "it printed nothing.",
                    $"run VerifyIsolation again; the command was: {command}"
                );
            }

            return answers;
        }
        finally
        {
            // It removes itself where it ends by itself. A client that was ended leaves it running.
            if (!isGone) await host.Commands.RunAsync(DockerCommands.RemoveRun(container), cancellation: CancellationToken.None);
        }
    }

    private static SlipwayException Failed(string what, string why, string remedy) =>
        new(ExitCode.Failed, new Failure(what) { Why = why, Do = remedy, Now = "nothing was changed, and nothing is proven." });
}
