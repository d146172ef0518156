using System.Reflection;
using System.Text.RegularExpressions;
using Cake.Frosting;
using Targets;

namespace Slipway.Build.Tests.Tasks;

/// <summary>What holds for every task of the build.</summary>
internal static partial class TaskRules
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

    /// <summary>The options that a task's file reads although nobody can give them: its target does not take them.</summary>
    public static IEnumerable<string> UndeclaredOptions(string file, Target target) =>
        Reads().Matches(file).Select(match => match switch
        {
            { Value: var text } when text.Contains("Json", StringComparison.Ordinal) => Options.Json,
            { Value: var text } when text.Contains("Environment", StringComparison.Ordinal) => Options.Environment,
            { Value: var text } when text.Contains("PlanFile", StringComparison.Ordinal) => Options.Plan,
            _ => match.Groups["name"].Value,
        }).Distinct().Where(name => target.Find(name) is null).Select(name => $"{target.Name} reads --{name} and does not take it.");

    [GeneratedRegex("context\\.(?:(?:Option|Require|Flag|List|Number|Release|ReadPassword|HasArgument)\\(\"(?<name>[a-z-]+)\"|WriteJson|RequireEnvironment|EnvironmentName|InterruptedEnvironment|PlanFile)", RegexOptions.ExplicitCapture)]
    private static partial Regex Reads();

    /// <summary>What is wrong with a task's file.</summary>
    public static IEnumerable<string> Violations(string file, IReadOnlyCollection<string> taskNames)
    {
        if (!taskNames.Contains(Path.GetFileNameWithoutExtension(file))) yield return $"{Path.GetFileName(file)} has no task of its name.";
        if (File.ReadLines(file).Count() is var lines and > LongestFile) yield return $"{Path.GetFileName(file)} has {lines} lines: what it does belongs into src.";
    }
}
