using System.Collections.Immutable;
using Slipway.Core.Problems;
using Slipway.Core.Stack;

namespace Slipway.Core.Planning;

/// <summary>A plan would leave an environment's data behind. Outside production, an operator may allow it when asked.</summary>
public sealed class DataLossException : SlipwayException
{
    /// <summary>Creates the refusal.</summary>
    /// <param name="failure">What is told where nobody allows it.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="places">The volumes and folders that would be new and empty.</param>
    public DataLossException(Failure failure, EnvironmentDefinition environment, ImmutableArray<string> places)
        : base(ExitCode.Refused, failure)
    {
        MayBeAllowed = !environment.IsProduction;
        Places = places;
    }

    /// <summary>Whether an answer is enough; production needs the option with the names.</summary>
    public bool MayBeAllowed { get; }

    /// <summary>The volumes and folders that would be new and empty.</summary>
    public ImmutableArray<string> Places { get; }

    /// <summary>The question, with what a yes means.</summary>
    public string Question => $"{Failure.What}\n{Failure.Why}\nStart with {string.Join(", ", Places)} new and empty?";
}
