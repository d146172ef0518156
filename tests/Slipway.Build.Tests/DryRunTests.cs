using Slipway.Core.Commands;
using Targets;

namespace Slipway.Build.Tests;

public sealed class DryRunTests
{
    [Fact]
    public void Of_a_target_that_has_a_plan_the_plan_is_shown_with_the_options_of_the_target() =>
        Assert.Equal(["--target=Plan --for=Rollback --environment=prod --to=2026-11-20.1"], Show("--target=rollback", "--noop", "--environment=prod", "--to=2026-11-20.1"));

    [Fact]
    public void Of_another_target_Cakes_list_is_shown_and_what_the_target_does() =>
        Assert.Equal(["--target=Status --dryrun --json=x", "Status: Shows what runs in every environment. It has no plan of steps; nothing was run."], Show("--target=Status", "--dryrun", "--json=x"));

    [Fact]
    public void Of_several_targets_each_is_shown_until_one_cannot_be()
    {
        Assert.Equal(["--target=Plan --for=DeployDev", "--target=Plan --for=PromoteProd"], Show("--target=DeployDev", "--target=PromoteProd", "--dryrun"));
        Assert.Equal(["--target=Plan --for=DeployDev"], Show(3, "--target=DeployDev", "--target=PromoteProd", "--dryrun"));
    }

    [Theory]
    [InlineData("--exclusive is not for DeployProd.", "--target=DeployProd", "--exclusive")]
    [InlineData("--exclusive is not for Up.", "--target=Status", "-t", "up", "-e")]
    [InlineData("--plan is not for a dry run of DeployDev.", "--target=DeployDev", "--dryrun", "--plan=release.plan")]
    [InlineData("--plan is not for a dry run of DeployDev.", "--target=DeployDev", "--dryrun", "--plan", "release.plan")]
    [InlineData("--for is not for a dry run of DeployDev.", "--target=DeployDev", "--dryrun", "--for=Status")]
    [InlineData(null, "--target=DeployDev", "--plan=release.plan")]
    [InlineData(null, "--target=Help", "--exclusive")]
    [InlineData(null, "--target=Plan", "--for=DeployDev", "--dryrun")]
    public void What_would_show_or_run_something_else_is_refused(string? problem, params string[] words) => Assert.Equal(problem, DryRun.ProblemIn(CommandLine.Read(words))?.What);

    [Fact]
    public void That_no_gate_can_be_left_out_says_why() => Assert.Equal($"""
        --exclusive is not for Backup.
          Why:  its gates and checks (Backup) are steps of its plan, and none of them can be left out.
          Do:   leave --exclusive out; `{Invocation.Script} --target=Plan --for=Backup` shows the steps.
          Now:  nothing was changed.
        """.ReplaceLineEndings("\n"), DryRun.ProblemIn(CommandLine.Read(["--target=Backup", "--exclusive"]))?.ToString());

    private static List<string> Show(params string[] words) => Show(0, words);

    private static List<string> Show(int code, params string[] words)
    {
        var shown = new List<string>();
        var ended = DryRun.Of(
            CommandLine.Read(words),
            arguments =>
            {
                shown.Add(string.Join(' ', arguments));
                return code;
            },
            shown.Add);
        Assert.Equal(code, ended);
        return shown;
    }
}
