using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Planning;

public class CheckUnchangedHandlerTests : HandlerTest
{
    [Fact]
    public async Task A_plan_that_still_fits_is_unchanged() => Assert.Equal("unchanged", await RunAsync(new CheckUnchanged()));

    [Fact]
    public async Task A_plan_that_no_longer_fits_is_refused()
    {
        Changes = ["commit was 1111111, is 2222222", "image postgres:15 is gone"];

        var error = await FailAsync(new CheckUnchanged());

        Assert.Equal("since the plan was made:\ncommit was 1111111, is 2222222\nimage postgres:15 is gone", error.Message);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
    }
}
