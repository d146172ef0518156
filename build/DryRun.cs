using Slipway.Core.Commands;
using Slipway.Core.Problems;
using Targets;

/// <summary>
/// What a command line would do. Of a target that has a plan that is the plan; Cake's own dry run lists targets, and it is shown
/// for the others.
/// </summary>
internal static class DryRun
{
    // "--for" is how the plan of a target is asked for; a saved plan would be written over.
    private static readonly string[] NotForPlans = ["for", "plan"];

    /// <summary>The exit code of the first target for which nothing can be shown, or 0.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="run">Runs Cake with the given words.</param>
    /// <param name="say">Prints a line.</param>
    public static int Of(CommandLine line, Func<IReadOnlyList<string>, int> run, Action<string> say)
    {
        foreach (var target in line.Targets.DefaultIfEmpty(nameof(Default)).Select(name => TargetList.Require(name, "target")))
        {
            var code = target.HasPlan
                ? run([$"--target={nameof(Plan)}", $"--for={target.Name}", .. line.Options])
                : run([$"--target={target.Name}", "--dryrun", .. line.Options]);
            if (code != 0) return code;
            if (!target.HasPlan) say($"{target.Name}: {target.Description} It has no plan of steps; nothing was run.");
        }

        return 0;
    }

    /// <summary>What is wrong with a dry run or with <c>--exclusive</c>, or null.</summary>
    public static Failure? ProblemIn(CommandLine line)
    {
        var planned = TargetList.All.Where(target => target.HasPlan)
            .FirstOrDefault(target => line.Targets.Contains(target.Name, StringComparer.OrdinalIgnoreCase));
        if (planned is null) return null;
        if (line.IsExclusive)
        {
            return new Failure($"--exclusive is not for {planned.Name}.")
            {
                Why = $"its gates and checks ({Output.PipelineText.Of(planned)}) are steps of its plan, and none of them can be left out.",
                Do = $"leave --exclusive out; `{Invocation.Of(nameof(Plan), $"--for={planned.Name}")}` shows the steps.",
                Now = Failure.NothingChanged,
            };
        }

        var given = NotForPlans.FirstOrDefault(name => line.Options.Any(word => IsOption(word, name)));
        return !line.IsDryRun || given is null ? null : new Failure($"--{given} is not for a dry run of {planned.Name}.")
        {
            Why = "a dry run shows the plan as it would be made now.",
            Do = $"leave --{given} out; `{Invocation.Form(nameof(Plan), $"--for={planned.Name}", "--plan=<file>")}` saves a plan.",
            Now = Failure.NothingChanged,
        };
    }

    private static bool IsOption(string word, string name) =>
        string.Equals(word.Split('=')[0], $"--{name}", StringComparison.OrdinalIgnoreCase);
}
