using System.Collections.Immutable;
using Slipway.Core.Commands;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Core.Text;

namespace Targets;

/// <summary>
/// Refuses options that no target of a run takes: what is passed over in silence would act on another environment than was meant.
/// </summary>
internal static class OptionCheck
{
    // What Cake 7 has read itself it does not hand on, but for the target: "--Description", which comes here, was not read by it.
    private const string HandedOn = "target";

    private static readonly string[] CakeOptions =
        ["target", "dryrun", "tree", "exclusive", "description", "verbosity", "working", "version", "info", "help"];

    private static readonly string[] CakeSections = ["settings_", "paths_", "nuget_"];

    /// <summary>What is wrong with the first option that is, or null.</summary>
    /// <param name="given">The options as they were given, with their values; without one for a flag.</param>
    /// <param name="run">The names of the targets that run.</param>
    /// <param name="all">Every target.</param>
    /// <param name="nameOf">The environment that has a role; null where that cannot be told. It is asked only where it matters.</param>
    public static Failure? ProblemIn(
        IReadOnlyCollection<(string Name, string? Value)> given,
        IReadOnlyCollection<string> run,
        ImmutableArray<Target> all,
        Func<EnvironmentRole, EnvironmentName?> nameOf)
    {
        var named = run.Select(name => Find(all, name)).OfType<Target>();
        ImmutableArray<Target> running = [.. named.Select(target => WithOthers(target, given, all))];
        return given.Where(option => !IsCakes(option.Name))
            .Select(option => ProblemIn(option.Name, option.Value, running, all, nameOf))
            .FirstOrDefault(problem => problem is not null);
    }

    private static Failure? ProblemIn(
        string name,
        string? value,
        ImmutableArray<Target> running,
        ImmutableArray<Target> all,
        Func<EnvironmentRole, EnvironmentName?> nameOf)
    {
        if (IsEnvironment(name) && value is not null && running.Any(target => target.Serves is not null))
            return WrongEnvironment(name, value, running, all, nameOf);
        if (running.Any(target => target.Find(name) is not null)) return null;
        var takers = all.Where(target => target.Find(name) is not null).ToImmutableArray();
        return takers.IsEmpty ? Unknown(name, running, all) : NotTaken(name, running, takers);
    }

    private static Failure Unknown(string name, ImmutableArray<Target> running, ImmutableArray<Target> all)
    {
        var near = NearestName.Of(name, NamesOf(running)) ?? NearestName.Of(name, CakeOptions) ?? NearestName.Of(name, NamesOf(all));
        var takers = all.Where(target => near is not null && target.Find(near) is not null);
        return Refusal($"there is no option --{name}.") with
        {
            Do = near is null ? $"`{Invocation.Of("Help")}` lists the options."
                : CakeOptions.Contains(near) || running.Any(target => target.Find(near) is not null) ? $"did you mean --{near}?"
                : $"did you mean --{near}? It is for {And(takers)}.",
        };
    }

    private static Failure NotTaken(string name, ImmutableArray<Target> running, ImmutableArray<Target> takers) =>
        Refusal(running.Length == 1 ? $"{running[0].Name} does not take --{name}." : $"none of {Commas(running)} takes --{name}.") with
        {
            Why = $"--{name} is for {And(takers)}.",
            Do = $"leave it out; {string.Join(", ", running.Select(HelpFor))} shows what can be given.",
        };

    private static string HelpFor(Target target) => $"`{Invocation.Of("Help", $"--for={PlannedNameOf(target)}")}`";

    // The environment that a target serves anyway may be named. Of several targets, others may take the option.
    private static Failure? WrongEnvironment(
        string name,
        string value,
        ImmutableArray<Target> running,
        ImmutableArray<Target> all,
        Func<EnvironmentRole, EnvironmentName?> nameOf)
    {
        var names = Enum.GetValues<EnvironmentRole>().ToDictionary(role => role, role => nameOf(role)?.ToString());
        var wrong = running.Where(target => target.Serves is { } role && names[role] != value).ToImmutableArray();
        if (wrong.IsEmpty) return null;
        var right = all.Where(target => target.Serves is { } role && names[role] == value).ToImmutableArray();
        var takers = all.Where(target => target.Find(name) is not null);
        var what = running.Length == 1
            ? $"{wrong[0].Name} does not take --{name}={value}."
            : $"--{name}={value} is not for {Commas(wrong)}.";
        return Refusal(what) with
        {
            Why = $"{Serving(wrong.Concat(right), role => names[role] ?? Word(role))}; --{name} is for {And(takers)}.",
            Do = running.Length > 1 ? "give one command for each environment."
                : right.IsEmpty ? "leave it out."
                : $"leave it out, or name the target: {string.Join(" or ", right.Select(target => $"`{InPlaceOf(wrong[0], target)}`"))}.",
        };
    }

    private static string InPlaceOf(Target wrong, Target right) =>
        wrong.OptionsOf is { } others
            ? Invocation.Of(wrong.Name.Split(' ')[0], $"--{others.Option}={right.Name}")
            : Invocation.Of(right.Name);

    private static string Serving(IEnumerable<Target> targets, Func<EnvironmentRole, string> name) =>
        string.Join("; ", targets.GroupBy(target => target.Serves!.Value)
            .Select(group => $"{And(group.Select(PlannedNameOf))} {(group.Count() == 1 ? "serves" : "serve")} {name(group.Key)}"));

    private static string Word(EnvironmentRole role) => role == EnvironmentRole.Production ? "production" : "development";

    private static Target WithOthers(Target target, IReadOnlyCollection<(string Name, string? Value)> given, ImmutableArray<Target> all)
    {
        if (target.OptionsOf is not { } others) return target;
        var named = given.FirstOrDefault(option => string.Equals(option.Name, others.Option, StringComparison.OrdinalIgnoreCase)).Value;
        if (Find(all, named ?? others.Otherwise) is not { HasPlan: true } other) return target;
        return target with
        {
            Name = $"{target.Name} --{others.Option}={other.Name}",
            Options = [.. target.Options, .. other.Options.Where(option => target.Find(option.Name) is null)],
            Serves = other.Serves,
        };
    }

    private static Target? Find(ImmutableArray<Target> all, string name) =>
        all.FirstOrDefault(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsCakes(string name) =>
        string.Equals(name, HandedOn, StringComparison.OrdinalIgnoreCase)
        || CakeSections.Any(section => name.StartsWith(section, StringComparison.OrdinalIgnoreCase));

    private static bool IsEnvironment(string name) => string.Equals(name, Options.Environment, StringComparison.OrdinalIgnoreCase);

    private static string[] NamesOf(IEnumerable<Target> targets) =>
        [.. targets.SelectMany(target => target.Options).Select(option => option.Name).Distinct()];

    // "Plan --for=DeployDev" takes what DeployDev takes.
    private static string PlannedNameOf(Target target) => target.Name.Split('=')[^1];

    private static string Commas(IEnumerable<Target> targets) => string.Join(", ", targets.Select(target => target.Name));

    private static string And(IEnumerable<Target> targets) => And(targets.Select(target => target.Name));

    private static string And(IEnumerable<string> names) => names.ToArray() switch
    {
        [var only] => only,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
        [] => "",
    };

    private static Failure Refusal(string what) => new(what) { Now = Failure.NothingChanged };
}
