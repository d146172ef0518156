using System.Collections.Immutable;
using Targets;

namespace Output;

/// <summary>What Help prints.</summary>
internal static class HelpText
{
    // An option that more targets take is for everything that has to do with it.
    private const int MostNamed = 7;

    private static readonly ImmutableArray<(string Form, string Meaning)> OfCake =
    [
        ("--dryrun", "show the plan of the target and run nothing (--noop, --whatif)"),
        ("--tree", "show which targets run which others, and the pipeline of each that has a plan (--showtree)"),
        ("--description", "list the targets with their descriptions"),
        ("--exclusive", "run a target without those that it depends on; refused where it has a plan, since gates are steps of the plan"),
        ("--verbosity=verbose", "every line of every program"),
        ("--working=<folder>", "the folder to work in"),
        ("--settings_<name>=...", "settings of the engine, as in cake.config; also --paths_<name> and --nuget_<name>"),
    ];

    private static readonly ImmutableArray<(string Form, string Meaning)> ExitCodes =
    [
        ("0", "done, or nothing to do"),
        ("1", "a step failed"),
        ("2", "wrong usage or configuration"),
        ("3", "refused: locked, a stale plan, a gate"),
    ];

    /// <summary>The lines, none longer than the width where the words allow it.</summary>
    /// <param name="targets">Every target of the build.</param>
    /// <param name="script">What the operator types in front.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IEnumerable<string> Lines(ImmutableArray<Target> targets, string script, int width)
    {
        yield return $"{script} [--setup] --target=<Target> [options]";

        // The default is another name for this list.
        var shown = targets.Where(target => target.Name != nameof(Default)).ToImmutableArray();
        var setup = ("--setup", "first install what this machine lacks: Docker Engine, Compose, Buildx, the .NET SDK, base images");
        (string Form, string Meaning)[] options = [setup, .. Options(shown)];
        var forms = shown.Select(target => Form(target, script)).Concat(options.Concat(OfCake).Select(option => option.Form));
        var column = forms.Max(form => form.Length);
        foreach (var group in shown.GroupBy(target => target.Heading).OrderBy(group => Headings.All.IndexOf(group.Key)))
        {
            var members = group.OrderBy(target => target.Rank).ThenBy(target => target.Name, StringComparer.Ordinal);
            var rows = members.Select(target => (Form(target, script), target.Description));
            foreach (var line in HelpSection.Lines(group.Key, rows, column, width)) yield return line;
        }

        var heading = $"Options (of one target: {script} --target=Help --for=<Target>)";
        foreach (var line in HelpSection.Lines(heading, options, column, width)) yield return line;
        foreach (var line in HelpSection.Lines("Options of Cake", OfCake, column, width)) yield return line;
        foreach (var line in HelpSection.Lines("Exit codes", ExitCodes, 1, width)) yield return line;
    }

    /// <summary>Every option in each of its meanings, with the targets that take it so.</summary>
    internal static IEnumerable<(string Form, string Meaning)> Options(ImmutableArray<Target> targets) =>
        targets.OrderBy(target => Headings.All.IndexOf(target.Heading)).ThenBy(target => target.Rank)
            .SelectMany(target => target.Options.Select(option => (option.Form, option.Meaning, target.Name)))
            .GroupBy(option => (option.Form, option.Meaning))
            .GroupBy(meaning => meaning.Key.Form)
            .SelectMany(form => form)
            .Select(meaning => (meaning.Key.Form, With(meaning.Select(option => option.Name).ToArray()) + meaning.Key.Meaning));

    private static string With(string[] targets) => targets.Length > MostNamed ? "" : $"with {string.Join(", ", targets)}: ";

    private static string Form(Target target, string script) => $"{script} --target={target.Name}";
}
