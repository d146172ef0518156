using Targets;

namespace Slipway.Build.Tests.Targets;

public sealed class TargetListTests
{
    [Fact]
    public void A_target_has_its_own_options_and_those_of_its_class()
    {
        var rollback = TargetList.All.Single(target => target.Name == nameof(Rollback));

        Assert.Equal(["environment", "to", "plan", "allow-new-volume", "yes", "json", "stack"], rollback.Options.Select(option => option.Name));
        Assert.Equal(["--environment=dev"], rollback.Example.AsEnumerable());
    }

    [Fact]
    public void An_example_can_be_typed_as_it_stands() => Assert.All(TargetList.All, target =>
    {
        var given = target.Example.Select(option => option.TrimStart('-').Split('=', 2)).Select(option => (option[0], option.ElementAtOrDefault(1))).ToArray();

        Assert.Null(OptionCheck.ProblemIn(given, [target.Name], TargetList.All, _ => null)?.ToString());
        Assert.DoesNotContain(target.Example, option => option.Contains('<', StringComparison.Ordinal));
        Assert.Empty(target.Options.Where(option => option.IsRequired).Select(option => option.Name).Except(given.Select(option => option.Item1)));
    });

    [Fact]
    public void A_target_has_no_option_twice() => Assert.All(TargetList.All, target => Assert.Equal(target.Options.Length, target.Options.Select(option => option.Name).Distinct().Count()));

    [Fact]
    public void A_target_that_has_a_plan_is_found_in_any_case_and_another_one_is_not()
    {
        Assert.IsType<DeployDev>(TargetList.FindPlanned("deploydev"));
        Assert.Null(TargetList.FindPlanned(nameof(Status)));
    }
}
