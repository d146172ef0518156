using Cake.Frosting;
using Output;

namespace Slipway.Build.Tests.Tasks;

public sealed class TaskTests
{
    private static readonly Type[] Tasks = [.. typeof(Help).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)))];

    private static readonly string[] Files = Directory.GetFiles(Repository.PathOf("build", "Tasks"), "*.cs");

    [Fact]
    public void Every_task_keeps_the_rules()
    {
        Assert.NotEmpty(Tasks);
        Assert.Empty(Tasks.SelectMany(TaskRules.Violations));
    }

    [Fact]
    public void Every_task_has_a_short_file_of_its_name()
    {
        var names = Tasks.Select(task => task.Name).ToArray();

        Assert.Empty(Files.SelectMany(file => TaskRules.Violations(file, names)));
        Assert.Empty(names.Except(Files.Select(file => Path.GetFileNameWithoutExtension(file))));
    }

    [Fact]
    public void The_rules_find_a_task_that_breaks_them()
    {
        Assert.Equal(
            ["is not public", "is not sealed", "has no [TaskName", "has no [TaskDescription]", "overrides OnError", "has [ContinueOnError]"],
            TaskRules.Violations(typeof(BadTask)).Select(violation => violation["BadTask ".Length..].Split(['(', ':', '.'])[0]));
    }

    [Fact]
    public void The_rules_find_a_file_that_is_too_long_or_has_no_task()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.cs");
        File.WriteAllLines(file, Enumerable.Repeat("//", 61));
        try
        {
            Assert.Equal(2, TaskRules.Violations(file, ["Another"]).Count());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Every_task_has_a_place_in_Help()
    {
        var placed = HelpText.Groups.SelectMany(group => group.Targets).Append(nameof(Default)).ToArray();

        Assert.Empty(Tasks.Select(task => task.Name).Except(placed));
        Assert.Equal(placed.Length, placed.Distinct().Count());
    }
}
