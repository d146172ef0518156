using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Compose;
using Slipway.Core.Secrets;
using Slipway.Engine.Docker;

namespace Slipway.Engine.Runs;

/// <summary>The last lines that a failed step shows, cleaned of secrets.</summary>
public static class Evidence
{
    private const int MaxLines = 20;

    /// <summary>
    /// The last lines of a command, standard output before standard error; of a build, those of the step that failed.
    /// </summary>
    public static ImmutableArray<string> Of(CommandResult result, Redactor redactor)
    {
        var text = redactor.Clean(result.Output + "\n" + result.Error);
        var build = BuildFailure.Lines(text, MaxLines);
        return build.IsEmpty ? LastOf(text) : build;
    }

    /// <summary>The last lines of a text.</summary>
    // Cleaned as a whole: what is wrapped over lines is found best there.
    public static ImmutableArray<string> OfText(string text, Redactor redactor) => LastOf(redactor.Clean(text));

    private static ImmutableArray<string> LastOf(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).TakeLast(MaxLines)];

    /// <summary>The last lines that a container logged.</summary>
    public static async Task<ImmutableArray<string>> OfLogAsync(
        DockerQueries docker,
        string container,
        Redactor redactor,
        CancellationToken cancellation
    ) => [.. (await docker.LastLinesAsync(container, MaxLines, cancellation)).Select(redactor.Clean)];
}
