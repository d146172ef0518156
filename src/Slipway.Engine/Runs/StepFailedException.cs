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
    /// <summary>The last lines that were printed, cleaned of secrets.</summary>
    public ImmutableArray<string> Evidence { get; } = evidence.IsDefault ? [] : evidence;

    /// <summary>Whose lines they are.</summary>
    public string EvidenceOf { get; } = evidenceOf;

    /// <summary>What can be done about it; empty where the message says it.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The exit code that the run ends with.</summary>
    public ExitCode ExitCode { get; init; } = ExitCode.Failed;
}
