using System.Reflection;
using Cake.Frosting;

namespace Slipway.Build.Tests.Tasks;

/// <summary>What holds for every task of the build.</summary>
internal static class TaskRules
{
    private const int LongestFile = 60;

    /// <summary>What is wrong with a task's class, one sentence each.</summary>
    public static IEnumerable<string> Violations(Type task)
    {
        if (!task.IsPublic) yield return $"{task.Name} is not public: Cake passes it over.";
        if (!task.IsSealed) yield return $"{task.Name} is not sealed.";
        if (task.GetCustomAttribute<TaskNameAttribute>()?.Name != task.Name) yield return $"{task.Name} has no [TaskName(nameof({task.Name}))].";
        if (string.IsNullOrWhiteSpace(task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description)) yield return $"{task.Name} has no [TaskDescription].";
        if (task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description.Contains('\n', StringComparison.Ordinal) == true) yield return $"{task.Name}'s description has more than one line.";
        // One that returns ends a failed run with 0, and one beside [ContinueOnError] breaks every run.
        if (task.GetMethods().Any(method => method.Name == nameof(IFrostingTask.OnError) && method.DeclaringType == task)) yield return $"{task.Name} overrides OnError: a failure could be swallowed. Undoing is the executor's.";
        if (task.GetCustomAttribute<ContinueOnErrorAttribute>() is not null) yield return $"{task.Name} has [ContinueOnError]: a failed target would end with 0.";
    }

    /// <summary>What is wrong with a task's file.</summary>
    public static IEnumerable<string> Violations(string file, IReadOnlyCollection<string> taskNames)
    {
        if (!taskNames.Contains(Path.GetFileNameWithoutExtension(file))) yield return $"{Path.GetFileName(file)} has no task of its name.";
        if (File.ReadLines(file).Count() is var lines and > LongestFile) yield return $"{Path.GetFileName(file)} has {lines} lines: what it does belongs into src.";
    }
}
