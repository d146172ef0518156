using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Slipway.Core.Tests.Planning;

/// <summary>
/// What a case holds of a plan's text. By default everything above the steps (what the plan costs, the notes), the ids of the steps that
/// tell one plan from another, and whole steps that the case is about. A kind of step that comes to every deployment changes the full
/// cases and those that name it, and no other.
/// </summary>
internal sealed partial record PlanCaseText
{
    // What is not here is in the full cases, in the rules that hold for every plan, and where a case is about it.
    private static readonly ImmutableHashSet<string> Listed =
    [
        "check-window", "create-env-file", "start-database-for-backup", "backup-database", "pull-images", "tag-images", "build-images",
        "write-release", "ask-guard", "create-network", "create-certificates", "start-database", "run-migrations", "run-jobs", "restore-env-file",
        "start-edge", "start-added", "start-beside", "start-services", "switch-traffic", "apply-edge", "verify-isolation", "retire-old",
        "stop-services",
    ];

    /// <summary>Ids and costs only.</summary>
    public static PlanCaseText Short { get; } = new();

    /// <summary>Whether the case holds the whole text.</summary>
    public bool IsFull { get; init; }

    /// <summary>The kinds of steps that the case holds whole, or says of that there is none.</summary>
    public ImmutableArray<string> About { get; init; } = [];

    /// <summary>What the case holds of an outcome.</summary>
    public string Of(string outcome)
    {
        var starts = StepStart().Matches(outcome);
        if (IsFull || starts.Count == 0) return outcome;
        var steps = starts
            .Select((start, index) => (
                Kind: Number().Replace(start.Groups["id"].Value, ""),
                Id: start.Groups["id"].Value,
                Text: outcome[start.Groups["phase"].Index..(index + 1 < starts.Count ? starts[index + 1].Index : outcome.Length)]))
            .ToImmutableArray();
        ImmutableArray<string> lines =
        [
            StepCount().Replace(outcome[..starts[0].Index].TrimEnd('\n'), "", 1),
            "",
            "  steps: " + string.Join(", ", steps.Where(step => Listed.Contains(step.Kind)).Select(step => step.Id)),
            .. About.Where(kind => steps.All(step => step.Kind != kind)).Select(kind => $"  no {kind}"),
            .. steps.Where(step => About.Contains(step.Kind)).Select(step => $"  {step.Text.TrimEnd('\n')}"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    [GeneratedRegex(@"^ *[0-9]+\. (?<phase>[A-Z]\w+) / (?<id>[a-z0-9-]+): ", RegexOptions.Multiline)]
    private static partial Regex StepStart();

    [GeneratedRegex("-[0-9]+$")]
    private static partial Regex Number();

    [GeneratedRegex(": [0-9]+ steps?$", RegexOptions.Multiline)]
    private static partial Regex StepCount();
}
