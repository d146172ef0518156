using Slipway.Core.Commands;

namespace Slipway.Core.Tests.Commands;

public class InvocationTests
{
    [Fact]
    public void A_line_can_be_pasted()
    {
        Assert.Equal($"{Invocation.Script} --target=Plan --for=DeployDev '--plan=a plan.json' --yes", Invocation.Of("Plan", "--for=DeployDev", "--plan=a plan.json", "--yes"));
        Assert.Equal($"{Invocation.Script} --target=Help --for=<Target>", Invocation.Form("Help", "--for=<Target>"));
        Assert.Equal($"{Invocation.Script} --target=Up --environment=dev", Invocation.For("Up", "dev"));
    }

    [Fact]
    public void The_script_is_the_one_of_this_system()
    {
        Assert.Equal(OperatingSystem.IsWindows() ? "./build.ps1" : "./build.sh", Invocation.Script);
    }
}
