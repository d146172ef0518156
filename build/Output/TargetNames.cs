using Slipway.Core.Problems;
using Slipway.Core.Text;

namespace Output;

/// <summary>Checks the targets that a command line names before anything runs: Cake would say only that there is no such target.</summary>
internal static class TargetNames
{
    private static readonly string[] Prefixes = ["--target=", "--target:", "-t=", "-t:"];

    /// <summary>What is wrong with the targets asked for, or null.</summary>
    public static Failure? ProblemIn(IReadOnlyList<string> arguments) => ProblemIn(arguments, [.. TargetList.Of(typeof(TargetNames).Assembly).Select(target => target.Name)]);

    /// <summary>The same, over the given targets.</summary>
    public static Failure? ProblemIn(IReadOnlyList<string> arguments, IReadOnlyCollection<string> known)
    {
        // A first word without dashes is no value of an option: whoever types "./build.sh DeployDev" means a target.
        if (arguments is [var word, ..] && !word.StartsWith('-'))
        {
            return new Failure($"{word} is no option.")
            {
                Do = NearestName.Of(word, known) is { } meant ? $"did you mean --target={meant}?" : "name a target with --target=<Target>; --target=Help lists them.",
                Now = Failure.NothingChanged,
            };
        }

        var unknown = Asked(arguments).FirstOrDefault(asked => !known.Contains(asked, StringComparer.OrdinalIgnoreCase));
        return unknown is null ? null : new Failure(unknown.Length == 0 ? "--target names no target." : $"there is no target {unknown}.")
        {
            Do = NearestName.Of(unknown, known) is { } nearest ? $"did you mean --target={nearest}?" : "--target=Help lists the targets.",
            Now = Failure.NothingChanged,
        };
    }

    private static IEnumerable<string> Asked(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            if (arguments[i] is "--target" or "-t") yield return i + 1 < arguments.Count ? arguments[i + 1] : "";
            else if (Prefixes.FirstOrDefault(prefix => arguments[i].StartsWith(prefix, StringComparison.Ordinal)) is { } prefix) yield return arguments[i][prefix.Length..];
        }
    }
}
