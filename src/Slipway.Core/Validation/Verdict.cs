using System.Collections.Immutable;
using System.Globalization;
using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Core.Validation;

/// <summary>A finding that the definition allows.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Reason">Why it is allowed, as the definition says.</param>
/// <param name="Until">The last day on which it is; null for always.</param>
public sealed record AllowedFinding(Finding Finding, string Reason, DateOnly? Until = null);

/// <summary>What checking a stack against the rules gave.</summary>
public sealed record Verdict
{
    /// <summary>What is wrong: the heaviest first, then by place.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What is shared on purpose, as <c>isolation/shared</c> of the definition says.</summary>
    public ImmutableArray<AllowedFinding> Declared { get; init; } = [];

    /// <summary>What <c>accepted</c> of the definition suppresses.</summary>
    public ImmutableArray<AllowedFinding> Accepted { get; init; } = [];

    /// <summary>The environments that were checked against the rules; empty where their files cannot be understood.</summary>
    public ImmutableArray<EnvironmentName> Environments { get; init; } = [];

    /// <summary>How many errors there are.</summary>
    public int Errors => Findings.Count(finding => finding.Severity == Severity.Error);

    /// <summary>How many warnings there are.</summary>
    public int Warnings => Findings.Count(finding => finding.Severity == Severity.Warning);

    /// <summary>Whether nothing stands in the way: no error, and with <paramref name="strict"/> no warning either.</summary>
    public bool Passes(bool strict) => Errors == 0 && (!strict || Warnings == 0);

    /// <summary>What stands in the way of a deployment of one environment.</summary>
    public ImmutableArray<Finding> Against(EnvironmentName environment, bool strict) =>
        [
            .. Findings.Where(finding =>
                finding.Concerns(environment) && (finding.Severity == Severity.Error || (strict && finding.Severity == Severity.Warning))
            ),
        ];

    /// <summary>What is wrong with files that cannot be understood.</summary>
    /// <param name="error">Why they cannot.</param>
    /// <param name="file">The definition's file, where the error names no place.</param>
    public static Verdict Of(SlipwayException error, string file) =>
        new()
        {
            Findings = error.Problems.IsEmpty
                ?
                [
                    Invalid(
                        new Problem(
                            file,
                            0,
                            "",
                            $"{error.Failure.What.TrimEnd('.', ':')}{(error.Failure.Why.Length > 0 ? $": {error.Failure.Why}" : "")}",
                            error.Failure.Do
                        )
                    ),
                ]
                : InOrder(error.Problems.Select(Invalid)),
        };

    /// <summary>
    /// Sorts findings into those that count and those that the definition allows. An exception that no finding used is a finding itself.
    /// </summary>
    public static Verdict Of(StackFacts facts, IEnumerable<Finding> found)
    {
        var (verdict, used) = Sort(facts.Stack, facts.Now, found);
        var live = RuleBook.Rules.Where(rule => rule.IsLive).Select(rule => rule.Id).ToImmutableHashSet(StringComparer.Ordinal);
        var unused = facts
            .Stack.Accepted.Where(entry => !used.Contains(entry) && !live.Contains(entry.Rule))
            .Select(entry => new Finding
            {
                Rule = Rules.UnusedAcceptance.RuleId,
                Severity = Severity.Warning,
                Message = $"nothing at {entry.At} breaks {entry.Rule}, which is accepted there",
                Fix = "remove the entry, so that it does not hide a later mistake",
                Place = new SourcePosition(facts.File, entry.Line, "accepted"),
            });
        return verdict with
        {
            Findings = InOrder([.. verdict.Findings, .. unused]),
            Environments = [.. facts.Environments.Select(environment => environment.Name)],
        };
    }

    /// <summary>The same for a few of the rules, where an exception that no finding used may be there for the others.</summary>
    /// <param name="stack">The definition.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="found">The findings.</param>
    public static Verdict Of(StackDefinition stack, DateTimeOffset now, IEnumerable<Finding> found) => Sort(stack, now, found).Verdict;

    private static (Verdict Verdict, HashSet<AcceptedFinding> Used) Sort(
        StackDefinition stack,
        DateTimeOffset now,
        IEnumerable<Finding> found
    )
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var used = new HashSet<AcceptedFinding>(ReferenceEqualityComparer.Instance);
        var counted = new List<Finding>();
        var declared = ImmutableArray.CreateBuilder<AllowedFinding>();
        var accepted = ImmutableArray.CreateBuilder<AllowedFinding>();
        foreach (var finding in found.Distinct())
        {
            if (finding.Shared is { } shared && stack.Isolation.Find(shared) is { } declaration)
            {
                declared.Add(new AllowedFinding(finding, declaration.Reason));
            }
            else if (stack.Accepted.FirstOrDefault(finding.IsAcceptedBy) is { } entry)
            {
                used.Add(entry);
                if (entry.Until is { } last && last < today)
                {
                    counted.Add(
                        finding with
                        {
                            Message =
                                $"{finding.Message} (it was accepted until {last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})",
                        }
                    );
                }
                else
                {
                    accepted.Add(new AllowedFinding(finding, entry.Reason, entry.Until));
                }
            }
            else
            {
                counted.Add(finding);
            }
        }

        return (
            new Verdict
            {
                Findings = InOrder(counted),
                Declared = declared.ToImmutable(),
                Accepted = accepted.ToImmutable(),
            },
            used
        );
    }

    private static Finding Invalid(Problem problem) =>
        new()
        {
            Rule = problem.Rule,
            Severity = Severity.Error,
            Message = problem.Message,
            Fix = problem.Expected,
            Place = new SourcePosition(problem.File, problem.Line, problem.Path),
        };

    private static ImmutableArray<Finding> InOrder(IEnumerable<Finding> findings) =>
        [
            .. findings
                .OrderBy(finding => finding.Severity)
                .ThenBy(finding => finding.Place.File, StringComparer.Ordinal)
                .ThenBy(finding => finding.Place.Line)
                .ThenBy(finding => finding.Rule, StringComparer.Ordinal)
                .ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
}
