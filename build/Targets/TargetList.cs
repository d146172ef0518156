using System.Collections.Immutable;
using System.Reflection;
using Cake.Frosting;

namespace Targets;

/// <summary>The targets of an assembly: its public tasks.</summary>
internal static class TargetList
{
    private static readonly Lazy<ImmutableArray<Target>> LazyAll = new(() => Of(typeof(TargetList).Assembly));

    /// <summary>The targets of this build.</summary>
    public static ImmutableArray<Target> All => LazyAll.Value;

    /// <summary>The targets of an assembly, in the order of their names.</summary>
    public static ImmutableArray<Target> Of(Assembly assembly) =>
        [.. TasksOf(assembly).Select(Of).OrderBy(target => target.Name, StringComparer.Ordinal)];

    /// <summary>The target that an option names, in any case.</summary>
    /// <exception cref="Cake.Core.CakeException">There is none.</exception>
    public static Target Require(string name, string option) =>
        All.FirstOrDefault(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw BuildContext.Usage(TargetNames.ProblemIn(name, option, [.. All.Select(target => target.Name)])!);

    /// <summary>What a task's class says of its target.</summary>
    public static Target Of(Type task)
    {
        var own = task.GetCustomAttributes<OptionAttribute>()
            .Select(option => new TargetOption(option.Form, option.Meaning, option.IsRequired));
        var taken = task.GetCustomAttributes<TakesAttribute>().SelectMany(takes => takes.Names).ToArray();
        ImmutableArray<TargetOption> options = [.. own, .. global::Options.Shared.Where(option => taken.Contains(option.Name))];
        var under = task.GetCustomAttribute<UnderAttribute>();
        return new Target(NameOf(task), task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "")
        {
            Heading = under?.Heading ?? Headings.Others,
            Rank = under?.Rank ?? int.MaxValue,
            Options = options,
            Example = [.. task.GetCustomAttribute<ExampleAttribute>()?.Options ?? Required(options)],
            Serves = task.GetCustomAttribute<ServesAttribute>()?.Role,
            Pipeline = [.. task.GetCustomAttribute<PipelineAttribute>()?.Phases ?? []],
            OptionsOf = task.GetCustomAttribute<TakesOptionsOfAttribute>() is { } others ? (others.Option, others.Otherwise) : null,
        };
    }

    /// <summary>The task of a target that has a plan, or null.</summary>
    public static PlannedTask? FindPlanned(string target)
    {
        var task = TasksOf(typeof(TargetList).Assembly).Where(task => task.IsAssignableTo(typeof(PlannedTask)))
            .FirstOrDefault(task => string.Equals(NameOf(task), target, StringComparison.OrdinalIgnoreCase));
        return task is null ? null : (PlannedTask)Activator.CreateInstance(task)!;
    }

    private static IEnumerable<Type> TasksOf(Assembly assembly) =>
        assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)));

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    // "--environment=dev|prod" is typed "--environment=dev".
    private static IEnumerable<string> Required(ImmutableArray<TargetOption> options) =>
        options.Where(option => option.IsRequired).Select(option => option.Form.Split('|')[0]);
}
