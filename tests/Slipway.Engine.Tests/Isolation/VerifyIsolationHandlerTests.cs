using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Engine.Tests.Fakes;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Isolation;

public class VerifyIsolationHandlerTests : HandlerTest
{
    [Fact]
    public async Task Environments_that_do_not_reach_each_other_are_evidence()
    {
        Stack = FakeShops.Stack;
        _ = new FakeShops(Fake);

        Assert.Equal("12 questions, nothing reached that should not be", await RunAsync(new VerifyIsolation([Named.Prod, Named.Dev])));
    }

    [Fact]
    public async Task What_one_environment_reaches_of_the_other_fails_the_step_with_what_fixes_it()
    {
        Stack = FakeShops.Stack;
        new FakeShops(Fake).Answer(endpoint => endpoint == "10.2.0.2:8080");

        var error = await FailAsync(new VerifyIsolation([Named.Prod, Named.Dev]));

        Assert.Equal("prod reaches shop-dev-api of dev on network shop-dev_default: it answers at 10.2.0.2:8080.", error.Message);
        Assert.Equal("nothing of prod is on shop-dev_default, so the engine should keep them apart: look for rules of the host's firewall that let bridges talk to each other (iptables -S DOCKER-USER)", error.Remedy);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
    }
}
