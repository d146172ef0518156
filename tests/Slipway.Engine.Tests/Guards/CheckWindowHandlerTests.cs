using Slipway.Core.Planning.Actions;
using Slipway.Core.Problems;
using Slipway.Core.Stack;
using Slipway.Engine.Tests.Runs;

namespace Slipway.Engine.Tests.Guards;

public class CheckWindowHandlerTests : HandlerTest
{
    // The clock stands on a Friday, at 14:10 UTC.
    [Fact]
    public async Task In_the_maintenance_window_a_release_may_be_made() =>
        Assert.Equal("open until 2026-11-20 16:00 UTC", await RunAsync(new CheckWindow(new MaintenanceWindow("UTC", [new WindowPeriod([DayOfWeek.Friday], new TimeOnly(14, 0), new TimeOnly(16, 0))]))));

    [Fact]
    public async Task Outside_of_the_maintenance_window_it_is_refused()
    {
        var error = await FailAsync(new CheckWindow(new MaintenanceWindow("UTC", [new WindowPeriod([DayOfWeek.Friday], new TimeOnly(20, 0), new TimeOnly(2, 0))])));

        Assert.Equal(
            "DeployDev was refused: dev may not get a release now. it may at these times only: Fri 20:00-02:00 (UTC); the next one begins on 2026-11-20 at 20:00 UTC.",
            error.Message);
        Assert.Equal("run it then, or, where it cannot wait, with --now.", error.Remedy);
        Assert.Equal(ExitCode.Refused, error.ExitCode);
    }
}
