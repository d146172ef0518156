using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Stack;
using Targets;

namespace Output;

/// <summary>What Help prints of one target.</summary>
internal static class TargetHelpText
{
    /// <summary>The lines, none longer than the width where the words allow it.</summary>
    public static IEnumerable<string> Lines(Target target, int width)
    {
        yield return target.Description;
        if (target.HasPlan) yield return $"Pipeline: {PipelineText.Of(target)}";
        if (target.Serves is { } role) yield return $"Environment: {Serving(role)}";

        var options = target.Options.Select(option => (option.Form, option.Meaning + (option.IsRequired ? " (required)" : ""))).ToArray();
        var column = options.Select(option => option.Form.Length).DefaultIfEmpty(0).Max();
        var section = options.Length == 0 ? ["", "It takes no options."] : HelpSection.Lines("Options", options, column, width);
        foreach (var line in section) yield return line;
        if (target.OptionsOf is { } others) yield return $"  and those of the target that --{others.Option} names";
        var heading = target.HasPlan ? "Examples: the target, and its plan without running it" : "Example";
        foreach (var line in HelpSection.Lines(heading, Examples(target), 0, int.MaxValue)) yield return line;
    }

    private static string Serving(EnvironmentRole role) => role == EnvironmentRole.Production
        ? "the one that stack.yaml marks as production, or else prod"
        : "dev, or else the only one that is not production";

    private static ImmutableArray<(string Form, string Meaning)> Examples(Target target) => target.HasPlan
        ? [(Invocation.Of(target.Name, target.Example), ""), (Invocation.Of(nameof(Plan), [$"--for={target.Name}", .. target.Example]), "")]
        : [(Invocation.Of(target.Name, target.Example), "")];
}
