using Targets;

namespace Slipway.Build.Tests.Targets;

public sealed class TargetNamesTests
{
    private static readonly string[] Known = ["DeployDev", "Help", "Plan"];

    [Theory]
    [InlineData("--target=DeployDev")]
    [InlineData("--target=deploydev")]
    [InlineData("-t", "Plan")]
    [InlineData("--stack", "DeployDv")]
    [InlineData("--target=Plan", "--for=DeplyDev")]
    [InlineData("--", "--target=Nothing")]
    [InlineData]
    public void A_target_that_there_is_raises_no_problem(params string[] arguments)
    {
        Assert.Null(TargetNames.ProblemIn(CommandLine.Read(arguments), Known));
    }

    [Theory]
    [InlineData("there is no target DeplyDev.", "did you mean --target=DeployDev?", "--target=DeplyDev")]
    [InlineData("there is no target pln.", "did you mean --target=Plan?", "-t", "pln")]
    [InlineData("there is no target Plam.", "did you mean --target=Plan?", "--target=Help", "--target:Plam")]
    [InlineData("there is no target Unheard.", "--target=Help lists the targets.", "--target=Unheard")]
    [InlineData("--target names no target.", "--target=Help lists the targets.", "--target")]
    [InlineData("DeployDev is not an option.", "did you mean --target=DeployDev?", "DeployDev")]
    [InlineData("Unheard is not an option.", "name a target with --target=<Target>; --target=Help lists them.", "Unheard")]
    public void A_wrong_target_is_named_with_the_nearest_one(string what, string remedy, params string[] arguments)
    {
        var problem = TargetNames.ProblemIn(CommandLine.Read(arguments), Known);

        Assert.Equal((what, remedy), (problem?.What, problem?.Do));
    }
}
