using System.Text.RegularExpressions;
using Cake.Frosting;
using Slipway.Core.Planning;
using Targets;

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
    public void Every_task_has_a_place_in_Help_that_no_other_has()
    {
        var places = TargetList.All.Where(target => target.Name != nameof(Default)).Select(target => (target.Heading, target.Rank)).ToArray();

        Assert.All(places, place => Assert.Contains(place.Heading, Headings.All));
        Assert.DoesNotContain(places, place => place.Heading == Headings.Others);
        Assert.Equal(places.Length, places.Distinct().Count());
    }

    [Fact]
    public void A_task_reads_only_options_that_it_takes()
    {
        Assert.Empty(Files.SelectMany(file => TaskRules.UndeclaredOptions(File.ReadAllText(file), TargetList.All.Single(target => target.Name == Path.GetFileNameWithoutExtension(file)))));
    }

    [Fact]
    public void The_rules_find_an_option_that_a_task_reads_and_does_not_take()
    {
        var target = new Target("Sample", "") { Options = [new("--to=<release>", "")] };

        Assert.Equal(
            ["Sample reads --form and does not take it.", "Sample reads --json and does not take it.", "Sample reads --environment and does not take it."],
            TaskRules.UndeclaredOptions("context.Release(\"to\"); context.Option(\"form\"); context.WriteJson(text); context.RequireEnvironment()", target));
    }

    [Fact]
    public void Every_target_that_has_a_plan_names_its_pipeline_and_no_other_does() =>
        Assert.Equal(Tasks.Where(task => task.IsAssignableTo(typeof(PlannedTask))).Select(task => task.Name), TargetList.All.Where(target => target.HasPlan).Select(target => target.Name));

    [Fact]
    public void A_target_that_takes_no_environment_serves_one_of_a_role()
    {
        var serving = TargetList.All.Where(target => target.Serves is not null).ToArray();

        Assert.Equal(
            ["DeployDev Development", "DeployProd Production", "PromoteProd Production"],
            serving.Select(target => $"{target.Name} {target.Serves}"));
    }

    [Fact]
    public void Plans_have_the_phases_of_their_targets_pipeline()
    {
        var phases = Directory.GetFiles(Repository.PathOf("tests", "cases", "plan"), "*.plan").SelectMany(PhasesIn).Distinct().ToArray();

        Assert.Contains(("Rollback", Phase.Backup), phases);
        Assert.DoesNotContain(phases, phase => !TargetList.All.Single(target => target.Name == phase.Target).Pipeline.Contains(phase.Phase));
    }

    private static IEnumerable<(string Target, Phase Phase)> PhasesIn(string file)
    {
        var text = File.ReadAllText(file);
        var target = Regex.Match(text, "^Plan of (\\w+) ", RegexOptions.Multiline).Groups[1].Value;
        return Regex.Matches(text, "^ *\\d+\\. (\\w+) / ", RegexOptions.Multiline).Select(match => (target, Enum.Parse<Phase>(match.Groups[1].Value)));
    }
}
