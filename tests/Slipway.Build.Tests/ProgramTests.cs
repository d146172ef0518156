using Output;

namespace Slipway.Build.Tests;

/// <summary>The program as build.sh starts it.</summary>
public sealed class ProgramTests
{
    [Theory]
    [InlineData("--target=Help")]
    [InlineData("--target=help")]
    [InlineData]
    public void Help_lists_every_target_in_plain_text(params string[] arguments)
    {
        var run = DotNet.RunBuild(arguments);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.All(
            TargetList.Of(typeof(Help).Assembly).Where(target => target.Name != nameof(Default)),
            target => Assert.Single(run.Output.Split('\n'), line => line.StartsWith($"  {Terminal.Script} --target={target.Name} ", StringComparison.Ordinal) && line.Contains(target.Description, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_unknown_target_is_wrong_usage_and_names_the_nearest()
    {
        var run = DotNet.RunBuild("--target=Hlep");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal($"there is no target Hlep.{Environment.NewLine}  Do:   did you mean --target=Help?{Environment.NewLine}  Now:  nothing was changed.{Environment.NewLine}".ReplaceLineEndings("\n"), run.Errors.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void An_option_of_Cake_that_has_a_wrong_value_is_wrong_usage()
    {
        Assert.Equal(2, DotNet.RunBuild("--verbosity=loud").ExitCode);
    }

    [Fact]
    public void The_targets_can_be_listed_as_Cake_does()
    {
        Assert.Contains("Help", DotNet.RunBuild("--tree").Output, StringComparison.Ordinal);
        Assert.Contains("Lists the targets", DotNet.RunBuild("--description").Output, StringComparison.Ordinal);
        Assert.Contains("--exclusive", DotNet.RunBuild("--help").Output, StringComparison.Ordinal);
        Assert.StartsWith("Slipway ", DotNet.RunBuild("--version").Output, StringComparison.Ordinal);
        Assert.Equal(0, DotNet.RunBuild("--info").ExitCode);
    }
}
