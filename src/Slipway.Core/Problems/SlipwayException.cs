using System.Collections.Immutable;
using Slipway.Core.Text;

namespace Slipway.Core.Problems;

/// <summary>An expected failure: its message is finished and is shown without a stack trace.</summary>
public class SlipwayException : Exception
{
    private const int MostShown = 100;

    /// <summary>Creates a failure with the exit code that the process ends with.</summary>
    public SlipwayException(ExitCode exitCode, Failure failure, Exception? cause = null)
        : base(failure.ToString(), cause)
    {
        ExitCode = exitCode;
        Failure = failure;
    }

    /// <summary>The process's exit code.</summary>
    public ExitCode ExitCode { get; }

    /// <summary>The message in its parts.</summary>
    public Failure Failure { get; }

    /// <summary>The mistakes in files that it is about; empty where it is about something else.</summary>
    public ImmutableArray<Problem> Problems { get; private init; } = [];

    /// <summary>A refusal before the first effect: a lock, a gate, a state that the command is not for.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="why">Why; empty where <paramref name="what"/> says it all.</param>
    /// <param name="remedy">What the operator can do now.</param>
    public static SlipwayException Refused(string what, string why, string remedy) => BeforeAnyEffect(ExitCode.Refused, what, why, remedy);

    /// <summary>Wrong usage or configuration, found before the first effect.</summary>
    /// <param name="what">What is wrong.</param>
    /// <param name="remedy">What the operator can do now.</param>
    /// <param name="why">Why it is wrong; empty where <paramref name="what"/> says it all.</param>
    public static SlipwayException Usage(string what, string remedy, string why = "") =>
        BeforeAnyEffect(ExitCode.Usage, what, why, remedy);

    /// <summary>Mistakes in files, all of them at once, as far as anybody would read.</summary>
    public static SlipwayException Of(
        ImmutableArray<Problem> problems,
        string remedy = "Correct these places and run the command again."
    ) =>
        new(
            ExitCode.Usage,
            new Failure(
                $"{Count.Of(problems.Length, "problem")} {Count.Noun(problems.Length, "was", "were")} found:"
                    + string.Concat(problems.Take(MostShown).Select(problem => "\n    " + problem))
                    + (problems.Length > MostShown ? $"\n    and {problems.Length - MostShown} more" : "")
            )
            {
                Do = remedy,
                Now = Failure.NothingChanged,
            }
        )
        {
            Problems = problems,
        };

    private static SlipwayException BeforeAnyEffect(ExitCode exitCode, string what, string why, string remedy) =>
        new(exitCode, new Failure(what) { Why = why, Do = remedy, Now = Failure.NothingChanged });
}
