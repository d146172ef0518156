using System.Collections.Immutable;
using Slipway.Core.Problems;

namespace Slipway.Core.Stack;

/// <summary>What reading a <c>stack.yaml</c> gave: the definition, or every problem that was found; never both, never neither.</summary>
public sealed record ParseResult
{
    private ParseResult(StackDefinition? definition, ImmutableArray<Problem> problems)
    {
        Definition = definition;
        Problems = problems;
    }

    /// <summary>The definition; null exactly where there are problems.</summary>
    public StackDefinition? Definition { get; }

    /// <summary>The problems in the order of the file's lines; empty exactly where there is a definition.</summary>
    public ImmutableArray<Problem> Problems { get; }

    internal static ParseResult Read(StackDefinition definition) => new(definition, []);

    internal static ParseResult Refused(IEnumerable<Problem> problems) =>
        new(null, [.. problems.Distinct().OrderBy(problem => problem.Line)]);
}
