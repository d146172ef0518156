using System.Collections.Immutable;
using Slipway.Core.Problems;

namespace Slipway.Engine.Runs;

/// <summary>An action did not have its effect.</summary>
public sealed class StepFailedException(
    string why,
    ImmutableArray<string> evidence = default,
    string evidenceOf = "the output",
    Exception? cause = null
) : Exception(why, cause)
{
    /// <summary>The failure of a step that ended with an exception; of one that nobody expected, with its stack trace.</summary>
    public static StepFailedException Of(Exception caught) => caught switch
    {
        StepFailedException failed => failed,
        SlipwayException { Failure: var failure } => new StepFailedException(
            string.Join(' ', new[] { failure.What, failure.Why }.Where(text => text.Length > 0)),
            cause: caught
        )
        {
            Remedy = failure.Do,
        },
        // Of the machine and of others, not of this program: the message says it.
        IOException or UnauthorizedAccessException or TimeoutException => new StepFailedException(caught.Message, cause: caught),
        _ => new StepFailedException(
            $"an unexpected error, a bug of Slipway: {caught.GetType().Name}: {caught.Message}",
            [.. $"{caught}".Split('\n').Select(line => line.TrimEnd())],
            "the stack trace",
            caught
        ),
    };

    /// <summary>The last lines that were printed, cleaned of secrets.</summary>
    public ImmutableArray<string> Evidence { get; } = evidence.IsDefault ? [] : evidence;

    /// <summary>Whose lines they are.</summary>
    public string EvidenceOf { get; } = evidenceOf;

    /// <summary>What can be done about it; empty where the message says it.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The exit code that the run ends with.</summary>
    public ExitCode ExitCode { get; init; } = ExitCode.Failed;
}
