using Slipway.Core.Stack;
using Output;
using Slipway.Core.Commands;
using Slipway.Core.Planning;
using Targets;

namespace Slipway.Build.Tests.Output;

public sealed class TargetHelpTextTests
{
    [Fact]
    public void A_target_that_has_a_plan_shows_its_pipeline_and_how_to_see_the_plan_first()
    {
        var target = new Target("Rollback", "Goes back to an earlier release.")
        {
            Options = [new("--environment=dev|prod", "the environment", IsRequired: true), new("--to=<release>", "the release")],
            Example = ["--environment=dev"],
            Pipeline = [Phase.Validate, Phase.Up],
        };

        Assert.Equal($"""
            Goes back to an earlier release.
            Pipeline: Validate → Up

            Options
              --environment=dev|prod  the environment (required)
              --to=<release>          the release

            Examples: the target, and its plan without running it
              {Invocation.Script} --target=Rollback --environment=dev
              {Invocation.Script} --target=Plan --for=Rollback --environment=dev
            """.ReplaceLineEndings("\n"), Text(target));
    }

    [Fact]
    public void A_target_that_works_on_one_environment_names_it() =>
        Assert.StartsWith("Deploys.\nPipeline: Up\nEnvironment: dev, or else the only one that is not production\n\n", Text(new Target("DeployDev", "Deploys.") { Serves = EnvironmentRole.Development, Pipeline = [Phase.Up] }), StringComparison.Ordinal);

    [Fact]
    public void A_target_that_takes_those_of_another_one_says_so() =>
        Assert.Contains("\n  and those of the target that --for names\n", Text(new Target("Plan", "") { OptionsOf = ("for", "DeployDev"), Options = [new("--for=<Target>", "")] }), StringComparison.Ordinal);

    [Fact]
    public void A_target_without_options_says_so() =>
        Assert.Equal($"Measures.\n\nIt takes no options.\n\nExample\n  {Invocation.Script} --target=BenchTraffic", Text(new Target("BenchTraffic", "Measures.")));

    private static string Text(Target target) => string.Join('\n', TargetHelpText.Lines(target, int.MaxValue));
}
