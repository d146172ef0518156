using Slipway.Core.Problems;
using Slipway.Core.Text;

namespace Targets;

/// <summary>Checks the targets that a command line names before anything runs: Cake would say only that there is no such target.</summary>
internal static class TargetNames
{
    private const string Unchanged = "nothing was changed.";

    /// <summary>What is wrong with the targets asked for, or null.</summary>
    public static Failure? ProblemIn(CommandLine line) => ProblemIn(line, [.. TargetList.All.Select(target => target.Name)]);

    /// <summary>The same, over the given targets.</summary>
    public static Failure? ProblemIn(CommandLine line, IReadOnlyCollection<string> known)
    {
        // A first word without dashes is no value of an option: whoever types "./build.sh DeployDev" means a target.
        if (line.Arguments is [var word, ..] && !word.StartsWith('-'))
        {
            return new Failure($"{word} is not an option.")
            {
                Do = NearestName.Of(word, known) is { } meant
                    ? $"did you mean --target={meant}?"
                    : "name a target with --target=<Target>; --target=Help lists them.",
                Now = Unchanged,
            };
        }

        return line.Targets.Select(target => ProblemIn(target, "target", known)).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>What is wrong with a target that an option names, or null.</summary>
    public static Failure? ProblemIn(string target, string option, IReadOnlyCollection<string> known)
    {
        if (known.Contains(target, StringComparer.OrdinalIgnoreCase)) return null;
        return new Failure(target.Length == 0 ? $"--{option} names no target." : $"there is no target {target}.")
        {
            Do = NearestName.Of(target, known) is { } nearest ? $"did you mean --{option}={nearest}?" : "--target=Help lists the targets.",
            Now = Unchanged,
        };
    }
}
