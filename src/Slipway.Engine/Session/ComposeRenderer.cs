using System.Collections.Immutable;
using System.Text.Json;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Problems;
using Slipway.Core.Secrets;
using Slipway.Core.Stack;
using Slipway.Engine.Ports;

namespace Slipway.Engine.Session;

/// <summary>What Compose made of the files of a project.</summary>
/// <param name="Json">The model as JSON.</param>
/// <param name="Warnings">What Compose warned of, cleaned of secrets.</param>
public sealed record RenderedCompose(Secret Json, ImmutableArray<string> Warnings);

/// <summary>Has Compose merge and fill in the files of a project.</summary>
public sealed class ComposeRenderer(Host host, StackLocation location)
{
    /// <summary>The variable that names the edge's network to Compose files.</summary>
    public static (string Name, string Value) EdgeNetwork(EdgeDefinition edge) => ("EDGE_NETWORK", edge.Network);

    /// <summary>What <c>docker compose config</c> makes of a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="envFile">The env file's path, or null.</param>
    /// <param name="variables">Variables that the files may refer to besides.</param>
    /// <param name="redactor">Cleans what Compose says of a mistake.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="SlipwayException">Compose does not accept the files.</exception>
    public async Task<RenderedCompose> RenderAsync(
        ComposeProject project,
        string? envFile,
        ImmutableArray<(string Name, string Value)> variables,
        Redactor redactor,
        CancellationToken cancellation
    )
    {
        var command = ComposeCommands.Config(
            project.Project,
            project.Files.Select(location.Resolve),
            project.Profiles,
            envFile,
            ComposeModel.ReleaseMark
        );
        foreach (var (name, value) in variables)
            command = command.With(name, value);
        var result = await host.Commands.RunAsync(command, cancellation: cancellation);
        if (result.Succeeded)
            return new RenderedCompose(result.Output, [.. ComposeWarnings.Read(result.Error).Select(redactor.Clean)]);

        throw SlipwayException.Usage(
            $"Compose does not accept the files of {project.Project}.",
            $"correct {string.Join(", ", project.Files)}; `{command}` shows it again.",
            redactor.Clean(Message(result))
        );
    }

    /// <summary>What is said where the output is no model.</summary>
    public static SlipwayException NoModel(JsonException error) =>
        new(
            ExitCode.Failed,
            new Failure("`docker compose config` did not print a Compose model.")
            {
                Why = error.Message,
                Do = "check `docker compose version`: 2.24 or later is needed.",
                Now = Failure.NothingChanged,
            },
            error
        );

    private static string Message(CommandResult result) =>
        string.Join('\n', result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(5))
            is { Length: > 0 } text
            ? text
            : $"exit code {result.ExitCode} without a message";
}
